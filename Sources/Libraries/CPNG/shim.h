// libpng reports errors by longjmp, which must not cross Swift frames. The functions here keep every jump
// inside one C frame and return a code instead.
#pragma once
#include <limits.h>
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <png.h>

enum png_outcome { PNG_OUTCOME_DONE = 0, PNG_OUTCOME_TRUNCATED = 1, PNG_OUTCOME_DAMAGED = 2, PNG_OUTCOME_NO_MEMORY = 3 };

typedef struct {
  const unsigned char *bytes;
  size_t count;
  size_t position;
  int passed_end;
  char message[96];
} png_source;

typedef struct {
  png_structp png;
  png_infop info;
  png_source source;
  unsigned width, height;
  int channels, passes;
} png_decoder;

typedef struct {
  unsigned char *bytes;
  size_t count, capacity;
} png_output;

static inline void png_silent_warning(png_structp png, png_const_charp message) { (void)png; (void)message; }

static inline void png_keep_error(png_structp png, png_const_charp message) {
  char *kept = (char *)png_get_error_ptr(png);
  if (kept) { strncpy(kept, message, 95); kept[95] = 0; }
  longjmp(png_jmpbuf(png), 1);
}

static inline void png_read_from_memory(png_structp png, png_bytep out, size_t wanted) {
  png_source *source = (png_source *)png_get_io_ptr(png);
  if (wanted > source->count - source->position) {
    source->passed_end = 1;
    png_error(png, "the file ends early");
  }
  memcpy(out, source->bytes + source->position, wanted);
  source->position += wanted;
}

static inline int png_outcome_of_error(const png_decoder *decoder) {
  return decoder->source.passed_end ? PNG_OUTCOME_TRUNCATED : PNG_OUTCOME_DAMAGED;
}

// Reads the header and asks for 8-bit grey or RGB rows, with alpha where the file has any. `decoder` must stay in place until `png_decoder_close`.
static inline int png_decoder_open(png_decoder *decoder, const void *bytes, size_t count) {
  memset(decoder, 0, sizeof *decoder);
  decoder->source.bytes = (const unsigned char *)bytes;
  decoder->source.count = count;
  decoder->png = png_create_read_struct(PNG_LIBPNG_VER_STRING, decoder->source.message, png_keep_error,
                                        png_silent_warning);
  if (!decoder->png) return PNG_OUTCOME_NO_MEMORY;
  decoder->info = png_create_info_struct(decoder->png);
  if (!decoder->info) return PNG_OUTCOME_NO_MEMORY;
  if (setjmp(png_jmpbuf(decoder->png))) return png_outcome_of_error(decoder);
  png_set_read_fn(decoder->png, &decoder->source, png_read_from_memory);
  png_read_info(decoder->png, decoder->info);
  decoder->width = png_get_image_width(decoder->png, decoder->info);
  decoder->height = png_get_image_height(decoder->png, decoder->info);
  png_set_scale_16(decoder->png);
  png_set_expand(decoder->png);
  decoder->passes = png_set_interlace_handling(decoder->png);
  png_read_update_info(decoder->png, decoder->info);
  decoder->channels = png_get_channels(decoder->png, decoder->info);
  return PNG_OUTCOME_DONE;
}

// Fills `pixels`, width × height × channels bytes.
static inline int png_decoder_read(png_decoder *decoder, unsigned char *pixels) {
  size_t stride = (size_t)decoder->width * decoder->channels;
  if (png_get_rowbytes(decoder->png, decoder->info) != stride) return PNG_OUTCOME_DAMAGED;
  if (setjmp(png_jmpbuf(decoder->png))) return png_outcome_of_error(decoder);
  for (int pass = 0; pass < decoder->passes; pass++)
    for (size_t row = 0; row < decoder->height; row++)
      png_read_row(decoder->png, pixels + row * stride, NULL);
  return PNG_OUTCOME_DONE;
}

static inline void png_decoder_close(png_decoder *decoder) {
  if (decoder->png) png_destroy_read_struct(&decoder->png, &decoder->info, NULL);
}

static inline void png_write_to_memory(png_structp png, png_bytep bytes, size_t count) {
  png_output *output = (png_output *)png_get_io_ptr(png);
  if (output->count + count > output->capacity) {
    size_t capacity = (output->count + count) * 2;
    unsigned char *grown = (unsigned char *)realloc(output->bytes, capacity);
    if (!grown) png_error(png, "out of memory");
    output->bytes = grown;
    output->capacity = capacity;
  }
  memcpy(output->bytes + output->count, bytes, count);
  output->count += count;
}

static inline void png_flush_nothing(png_structp png) { (void)png; }

// Writes 8-bit grey (1 channel) or RGB (3). The caller frees `output->bytes`, whatever is returned.
// In a drawing most rows repeat the one above: differences from it are nearly all zero, so that neither choosing a filter
// row by row nor a long search for repetitions is worth its time.
static inline int png_encode(const unsigned char *pixels, unsigned width, unsigned height, int channels,
                             int is_drawing, png_output *output) {
  memset(output, 0, sizeof *output);
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, png_keep_error, png_silent_warning);
  if (!png) return PNG_OUTCOME_NO_MEMORY;
  png_infop info = png_create_info_struct(png);
  if (!info || setjmp(png_jmpbuf(png))) {
    png_destroy_write_struct(&png, &info);
    return PNG_OUTCOME_NO_MEMORY;
  }
  png_set_write_fn(png, output, png_write_to_memory, png_flush_nothing);
  png_set_IHDR(png, info, width, height, 8, channels == 1 ? PNG_COLOR_TYPE_GRAY : PNG_COLOR_TYPE_RGB,
               PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (is_drawing) {
    png_set_filter(png, PNG_FILTER_TYPE_BASE, PNG_FILTER_UP);
    png_set_compression_level(png, 2);
  }
  png_write_info(png, info);
  for (size_t row = 0; row < height; row++) png_write_row(png, pixels + row * (size_t)width * channels);
  png_write_end(png, NULL);
  png_destroy_write_struct(&png, &info);
  return PNG_OUTCOME_DONE;
}
