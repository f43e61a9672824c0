// libjpeg reports errors by longjmp, which must not cross Swift frames, and only its first warning by default, behind
// which a second one that costs pixels hides. The functions here keep every jump inside one C frame, look at every
// warning, and return a code.
#pragma once
#include <setjmp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <jpeglib.h>
#include <jerror.h>

enum jpeg_outcome { JPEG_OUTCOME_DONE = 0, JPEG_OUTCOME_DAMAGED = 1, JPEG_OUTCOME_ENDS_EARLY = 2 };

typedef struct {
  struct jpeg_error_mgr manager;
  jmp_buf place;
  int ends_early;
  char message[JMSG_LENGTH_MAX];
} jpeg_failure;

typedef struct {
  struct jpeg_decompress_struct info;
  struct jpeg_source_mgr source;
  struct jpeg_progress_mgr progress;
  jpeg_failure failure;
  int is_made;
} jpeg_decoder;

static inline void jpeg_stop(j_common_ptr info) {
  jpeg_failure *failure = (jpeg_failure *)info->err;
  (*info->err->format_message)(info, failure->message);
  longjmp(failure->place, 1);
}

// Warnings after which every pixel is what the file says: junk between markers, odd versions, and a scan whose
// parameters libjpeg ignores. All others stand for pixels that were made up.
static inline void jpeg_judge_warning(j_common_ptr info, int level) {
  if (level >= 0) return;
  switch (info->err->msg_code) {
    case JWRN_EXTRANEOUS_DATA: case JWRN_JFIF_MAJOR: case JWRN_ADOBE_XFORM: case JWRN_NOT_SEQUENTIAL: return;
    default: jpeg_stop(info);
  }
}

static inline void jpeg_say_nothing(j_common_ptr info) { (void)info; }
static inline void jpeg_source_nothing(j_decompress_ptr info) { (void)info; }

static inline boolean jpeg_source_end(j_decompress_ptr info) {
  ((jpeg_failure *)info->err)->ends_early = 1;
  ERREXIT(info, JERR_INPUT_EOF);
  return FALSE;
}

static inline void jpeg_source_skip(j_decompress_ptr info, long count) {
  if (count <= 0) return;
  if ((size_t)count > info->src->bytes_in_buffer) jpeg_source_end(info);
  info->src->next_input_byte += count;
  info->src->bytes_in_buffer -= (size_t)count;
}

// A small progressive file can name thousands of scans of a large picture, each a pass over all of it.
static inline void jpeg_limit_scans(j_common_ptr info) {
  if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > 500) {
    info->err->msg_code = JERR_BAD_PROGRESSION;
    jpeg_stop(info);
  }
}

static inline int jpeg_decoder_outcome(const jpeg_decoder *decoder) {
  return decoder->failure.ends_early ? JPEG_OUTCOME_ENDS_EARLY : JPEG_OUTCOME_DAMAGED;
}

// `decoder` stays where it is until `jpeg_decoder_close`.
static inline int jpeg_decoder_make(jpeg_decoder *decoder) {
  memset(decoder, 0, sizeof *decoder);
  decoder->info.err = jpeg_std_error(&decoder->failure.manager);
  decoder->failure.manager.error_exit = jpeg_stop;
  decoder->failure.manager.emit_message = jpeg_judge_warning;
  decoder->failure.manager.output_message = jpeg_say_nothing;
  if (setjmp(decoder->failure.place)) return JPEG_OUTCOME_DAMAGED;
  jpeg_create_decompress(&decoder->info);
  decoder->progress.progress_monitor = jpeg_limit_scans;
  decoder->info.progress = &decoder->progress;
  decoder->source.init_source = jpeg_source_nothing;
  decoder->source.fill_input_buffer = jpeg_source_end;
  decoder->source.skip_input_data = jpeg_source_skip;
  decoder->source.resync_to_restart = jpeg_resync_to_restart;
  decoder->source.term_source = jpeg_source_nothing;
  decoder->is_made = 1;
  return JPEG_OUTCOME_DONE;
}

// Reads the header. Grey is asked for as grey, CMYK and YCCK as CMYK, all else as RGB.
static inline int jpeg_decoder_open(jpeg_decoder *decoder, const unsigned char *bytes, size_t count) {
  decoder->failure.ends_early = 0;
  decoder->failure.message[0] = 0;
  decoder->failure.manager.num_warnings = 0;
  if (setjmp(decoder->failure.place)) return jpeg_decoder_outcome(decoder);
  jpeg_abort_decompress(&decoder->info);
  decoder->source.next_input_byte = bytes;
  decoder->source.bytes_in_buffer = count;
  decoder->info.src = &decoder->source;
  jpeg_read_header(&decoder->info, TRUE);
  switch (decoder->info.jpeg_color_space) {
    case JCS_GRAYSCALE: decoder->info.out_color_space = JCS_GRAYSCALE; break;
    case JCS_CMYK: case JCS_YCCK: decoder->info.out_color_space = JCS_CMYK; break;
    default: decoder->info.out_color_space = JCS_RGB; break;
  }
  decoder->info.dct_method = JDCT_ISLOW;
  return JPEG_OUTCOME_DONE;
}

// Whether scans of a progressive picture are missing that it begins to tell in others: what they would say of its
// coefficients, libjpeg smooths over, and each version of it otherwise.
static inline int jpeg_lacks_scans(const jpeg_decoder *decoder) {
  if (!decoder->info.progressive_mode || !decoder->info.coef_bits) return 0;
  for (int component = 0; component < decoder->info.num_components; component++)
    for (int coefficient = 0; coefficient < DCTSIZE2; coefficient++)
      if (decoder->info.coef_bits[component][coefficient] != 0) return 1;
  return 0;
}

// Fills `pixels`, width × height × channels bytes.
static inline int jpeg_decoder_read(jpeg_decoder *decoder, unsigned char *pixels) {
  if (setjmp(decoder->failure.place)) return jpeg_decoder_outcome(decoder);
  jpeg_start_decompress(&decoder->info);
  if (jpeg_lacks_scans(decoder)) {
    snprintf(decoder->failure.message, sizeof decoder->failure.message, "some of its scans are missing");
    return JPEG_OUTCOME_DAMAGED;
  }
  size_t stride = (size_t)decoder->info.output_width * decoder->info.output_components;
  while (decoder->info.output_scanline < decoder->info.output_height) {
    JSAMPROW rows[8];
    unsigned left = decoder->info.output_height - decoder->info.output_scanline;
    for (unsigned row = 0; row < 8; row++)
      rows[row] = pixels + (decoder->info.output_scanline + (row < left ? row : 0)) * stride;
    jpeg_read_scanlines(&decoder->info, rows, left < 8 ? left : 8);
  }
  jpeg_finish_decompress(&decoder->info);
  return JPEG_OUTCOME_DONE;
}

static inline void jpeg_decoder_close(jpeg_decoder *decoder) {
  if (decoder->is_made) jpeg_destroy_decompress(&decoder->info);
}

typedef struct {
  unsigned char *bytes;
  unsigned long count;
  char message[JMSG_LENGTH_MAX];
} jpeg_output;

// Writes 8-bit grey (1 channel) or RGB (3), no colour left out. The caller frees `output->bytes`, whatever is returned.
static inline int jpeg_encode(const unsigned char *pixels, unsigned width, unsigned height, int channels, int quality,
                              jpeg_output *output) {
  struct jpeg_compress_struct info;
  jpeg_failure failure;
  memset(output, 0, sizeof *output);
  memset(&info, 0, sizeof info);
  info.err = jpeg_std_error(&failure.manager);
  failure.manager.error_exit = jpeg_stop;
  failure.manager.output_message = jpeg_say_nothing;
  if (setjmp(failure.place)) {
    memcpy(output->message, failure.message, sizeof output->message);
    jpeg_destroy_compress(&info);
    return JPEG_OUTCOME_DAMAGED;
  }
  jpeg_create_compress(&info);
  jpeg_mem_dest(&info, &output->bytes, &output->count);
  info.image_width = width;
  info.image_height = height;
  info.input_components = channels;
  info.in_color_space = channels == 1 ? JCS_GRAYSCALE : JCS_RGB;
  jpeg_set_defaults(&info);
  jpeg_set_quality(&info, quality, TRUE);
  info.dct_method = JDCT_ISLOW;
  info.comp_info[0].h_samp_factor = info.comp_info[0].v_samp_factor = 1;
  jpeg_start_compress(&info, TRUE);
  while (info.next_scanline < info.image_height) {
    JSAMPROW row = (JSAMPROW)(pixels + info.next_scanline * (size_t)width * channels);
    jpeg_write_scanlines(&info, &row, 1);
  }
  jpeg_finish_compress(&info);
  jpeg_destroy_compress(&info);
  return JPEG_OUTCOME_DONE;
}
