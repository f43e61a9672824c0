// libtiff's handlers take a va_list and print to stderr unless replaced, so the silent one is written here.
#pragma once
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <tiffio.h>

typedef struct {
  const unsigned char *bytes;
  toff_t count, position;
  int passed_end;
  char message[160];
} tiff_source;

static inline int tiff_keep_error(TIFF *tiff, void *source, const char *module, const char *format,
                                  va_list values) {
  (void)tiff; (void)module;
  vsnprintf(((tiff_source *)source)->message, sizeof((tiff_source *)source)->message, format, values);
  return 1;
}

static inline int tiff_ignore_warning(TIFF *tiff, void *source, const char *module, const char *format,
                                      va_list values) {
  (void)tiff; (void)source; (void)module; (void)format; (void)values;
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
  TIFFOpenOptionsSetWarningHandlerExtR(options, tiff_ignore_warning, source);
  TIFF *tiff = TIFFClientOpenExt("memory", "rm", source, tiff_read_from_memory, tiff_write_nothing, tiff_seek,
                                 tiff_close_nothing, tiff_size, NULL, NULL, options);
  TIFFOpenOptionsFree(options);
  return tiff;
}

// Variadic in libtiff, which Swift cannot call.
static inline void tiff_get_size(TIFF *tiff, uint32_t *width, uint32_t *height) {
  *width = *height = 0;
  TIFFGetField(tiff, TIFFTAG_IMAGEWIDTH, width);
  TIFFGetField(tiff, TIFFTAG_IMAGELENGTH, height);
}
