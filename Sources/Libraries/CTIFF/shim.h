// libtiff's handlers take a va_list and print to stderr unless replaced, so the silent one is written here.
#pragma once
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <tiffio.h>

typedef struct {
  const unsigned char *bytes;
  toff_t count, position;
  int passed_end, lost_pixels;
  char message[160];
} tiff_source;

static inline int tiff_keep_error(TIFF *tiff, void *source, const char *module, const char *format,
                                  va_list values) {
  (void)tiff; (void)module;
  vsnprintf(((tiff_source *)source)->message, sizeof((tiff_source *)source)->message, format, values);
  return 1;
}

// Warnings are about odd tags, but for those of the JPEG inside: there they stand for pixels that were made up.
static inline int tiff_judge_warning(TIFF *tiff, void *handle, const char *module, const char *format,
                                     va_list values) {
  (void)tiff; (void)module;
  tiff_source *source = (tiff_source *)handle;
  char text[160];
  vsnprintf(text, sizeof text, format, values);
  if (strstr(text, "Premature end") || strstr(text, "Corrupt JPEG")) {
    source->lost_pixels = 1;
    memcpy(source->message, text, sizeof text);
  }
  return 1;
}

static inline tmsize_t tiff_read_from_memory(thandle_t handle, void *out, tmsize_t wanted) {
  tiff_source *source = (tiff_source *)handle;
  if (wanted < 0) return -1;
  toff_t left = source->position < source->count ? source->count - source->position : 0;
  if ((toff_t)wanted > left) { source->passed_end = 1; wanted = (tmsize_t)left; }
  memcpy(out, source->bytes + source->position, (size_t)wanted);
  source->position += wanted;
  return wanted;
}

static inline tmsize_t tiff_write_nothing(thandle_t handle, void *bytes, tmsize_t count) {
  (void)handle; (void)bytes; (void)count;
  return -1;
}

static inline toff_t tiff_seek(thandle_t handle, toff_t offset, int whence) {
  tiff_source *source = (tiff_source *)handle;
  toff_t origin = whence == SEEK_SET ? 0 : whence == SEEK_CUR ? source->position : source->count;
  source->position = origin + offset;
  if (source->position > source->count) { source->passed_end = 1; source->position = source->count; }
  return source->position;
}

static inline int tiff_close_nothing(thandle_t handle) { (void)handle; return 0; }

static inline toff_t tiff_size(thandle_t handle) { return ((tiff_source *)handle)->count; }

// Opens a file in memory for reading; `source` must stay in place until `TIFFClose`. Null where it is no TIFF.
static inline TIFF *tiff_open(tiff_source *source, const void *bytes, size_t count, tmsize_t largest_allocation) {
  memset(source, 0, sizeof *source);
  source->bytes = (const unsigned char *)bytes;
  source->count = count;
  TIFFOpenOptions *options = TIFFOpenOptionsAlloc();
  if (!options) return NULL;
  TIFFOpenOptionsSetMaxSingleMemAlloc(options, largest_allocation);
  TIFFOpenOptionsSetErrorHandlerExtR(options, tiff_keep_error, source);
  TIFFOpenOptionsSetWarningHandlerExtR(options, tiff_judge_warning, source);
  TIFF *tiff = TIFFClientOpenExt("memory", "rm", source, tiff_read_from_memory, tiff_write_nothing, tiff_seek,
                                 tiff_close_nothing, tiff_size, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  // libdeflate, which is asked first where libtiff has it, leaves the last pixels of a strip unwritten where more is
  // packed than the strip holds, as in files whose last strip is as long as the others; zlib does not.
  uint16_t compression = 0;
  if (tiff && TIFFGetField(tiff, TIFFTAG_COMPRESSION, &compression) &&
      (compression == COMPRESSION_ADOBE_DEFLATE || compression == COMPRESSION_DEFLATE))
    TIFFSetField(tiff, TIFFTAG_DEFLATE_SUBCODEC, DEFLATE_SUBCODEC_ZLIB);
  return tiff;
}

typedef struct {
  uint32_t width, height, tile_width, tile_height;
  uint16_t bits, samples, format, photometric, planes, orientation, compression;
  // The kind of the sample after the colours, where it is alpha; 0 otherwise.
  uint16_t alpha;
  // A packet of XMP, which may say the orientation where no tag does.
  const void *xmp;
  uint32_t xmp_count;
} tiff_layout;

// Variadic in libtiff, which Swift cannot call. `orientation` and `xmp` are 0 where the file has none.
static inline void tiff_get_layout(TIFF *tiff, tiff_layout *layout) {
  memset(layout, 0, sizeof *layout);
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, &layout->width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &layout->height);
  TIFFGetField(tiff, TIFFTAG_TILEWIDTH, &layout->tile_width);
  TIFFGetField(tiff, TIFFTAG_TILELENGTH, &layout->tile_height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_BITSPERSAMPLE, &layout->bits);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLESPERPIXEL, &layout->samples);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_SAMPLEFORMAT, &layout->format);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_PLANARCONFIG, &layout->planes);
  TIFFGetField(tiff, TIFFTAG_ORIENTATION, &layout->orientation);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_COMPRESSION, &layout->compression);
  if (!TIFFGetField(tiff, TIFFTAG_PHOTOMETRIC, &layout->photometric))
    layout->photometric = layout->samples >= 3 ? PHOTOMETRIC_RGB : PHOTOMETRIC_MINISBLACK;
  TIFFGetField(tiff, TIFFTAG_XMLPACKET, &layout->xmp_count, &layout->xmp);
  uint16_t count = 0, *kinds = NULL;
  TIFFGetFieldDefaulted(tiff, TIFFTAG_EXTRASAMPLES, &count, &kinds);
  int colours = layout->photometric == PHOTOMETRIC_RGB || layout->photometric == PHOTOMETRIC_YCBCR ? 3 : 1;
  if (count > 0 && kinds && layout->samples == colours + count &&
      (kinds[0] == EXTRASAMPLE_ASSOCALPHA || kinds[0] == EXTRASAMPLE_UNASSALPHA))
    layout->alpha = kinds[0];
}

// Whether unpacked brightness and colour of different density have as many bytes as that density asks for: without a
// word on it two by two is meant, but many files leave the word out and hold a colour for every pixel.
static inline int tiff_has_size_of_its_density(TIFF *tiff) {
  uint32_t rows = 0, height = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, &height);
  TIFFGetFieldDefaulted(tiff, TIFFTAG_ROWSPERSTRIP, &rows);
  tmsize_t size = TIFFIsTiled(tiff) ? TIFFTileSize(tiff) : TIFFVStripSize(tiff, rows < height ? rows : height);
  return size > 0 && TIFFGetStrileByteCount(tiff, 0) == (uint64_t)size;
}

// "a strip" or "a tile" where one has no bytes at all, which libtiff would give as black in some files; else null.
static inline const char *tiff_missing_piece(TIFF *tiff) {
  int is_tiled = TIFFIsTiled(tiff);
  uint32_t count = is_tiled ? TIFFNumberOfTiles(tiff) : TIFFNumberOfStrips(tiff);
  for (uint32_t piece = 0; piece < count; piece++)
    if (TIFFGetStrileByteCount(tiff, piece) == 0 || TIFFGetStrileOffset(tiff, piece) == 0)
      return is_tiled ? "a tile" : "a strip";
  return NULL;
}
