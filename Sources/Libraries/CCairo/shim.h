// Cairo draws PNG and PDF, fontconfig finds fonts. Both are opened by name when the first picture needs them: linked,
// they and the fifteen libraries that they need would be loaded by every start of the program.
#pragma once
#include <dlfcn.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <cairo/cairo.h>
#include <cairo/cairo-pdf.h>
#include <fontconfig/fontconfig.h>

// Not in a header that needs no headers of FreeType.
cairo_font_face_t *cairo_ft_font_face_create_for_pattern(FcPattern *pattern);

#define PEN_CAIRO(X) \
  X(cairo_image_surface_create) X(cairo_image_surface_create_for_data) X(cairo_pdf_surface_create_for_stream) \
  X(cairo_pdf_surface_set_metadata) X(cairo_pdf_surface_restrict_to_version) X(cairo_create) X(cairo_destroy) X(cairo_surface_destroy) X(cairo_surface_finish) \
  X(cairo_surface_flush) X(cairo_surface_status) X(cairo_status) X(cairo_status_to_string) X(cairo_image_surface_get_data) \
  X(cairo_image_surface_get_stride) X(cairo_set_source_rgba) X(cairo_rectangle) X(cairo_move_to) X(cairo_line_to) \
  X(cairo_close_path) X(cairo_fill) X(cairo_stroke) X(cairo_set_line_width) X(cairo_set_dash) X(cairo_arc) X(cairo_new_path) \
  X(cairo_set_font_face) X(cairo_set_font_size) X(cairo_show_text) X(cairo_text_extents) X(cairo_save) X(cairo_restore) \
  X(cairo_translate) X(cairo_rotate) X(cairo_scale) X(cairo_set_source_surface) X(cairo_get_source) \
  X(cairo_pattern_set_filter) X(cairo_paint) X(cairo_font_face_destroy) X(cairo_ft_font_face_create_for_pattern) \
  X(cairo_set_antialias) X(cairo_font_options_create) X(cairo_font_options_destroy) X(cairo_font_options_set_hint_style) \
  X(cairo_font_options_set_hint_metrics) X(cairo_font_options_set_antialias) X(cairo_set_font_options) \
  X(cairo_get_scaled_font) X(cairo_scaled_font_text_to_glyphs) X(cairo_show_text_glyphs) X(cairo_glyph_free)
#define PEN_FONTCONFIG(X) \
  X(FcPatternCreate) X(FcPatternAddString) X(FcPatternAddInteger) X(FcPatternAddCharSet) X(FcPatternGetCharSet) \
  X(FcConfigSubstitute) X(FcDefaultSubstitute) X(FcFontMatch) X(FcPatternDestroy) X(FcCharSetCreate) X(FcCharSetAddChar) \
  X(FcCharSetDestroy) X(FcCharSetHasChar)

typedef struct {
#define X(function) __typeof__(&function) function;
  PEN_CAIRO(X) PEN_FONTCONFIG(X)
#undef X
} pen_library;

// Returns NULL, or why they cannot be opened.
static inline const char *pen_library_open(pen_library *library) {
  void *cairo = dlopen("libcairo.so.2", RTLD_NOW | RTLD_LOCAL);
  if (!cairo) return dlerror();
  void *fontconfig = dlopen("libfontconfig.so.1", RTLD_NOW | RTLD_LOCAL);
  if (!fontconfig) return dlerror();
#define X(function) \
  if (!(library->function = (__typeof__(&function))dlsym(cairo, #function))) return "libcairo.so.2 is too old: " #function;
  PEN_CAIRO(X)
#undef X
#define X(function) \
  if (!(library->function = (__typeof__(&function))dlsym(fontconfig, #function))) return "libfontconfig.so.1 is too old";
  PEN_FONTCONFIG(X)
#undef X
  return NULL;
}

#define PEN_FACES 24

typedef struct {
  FcPattern *pattern;
  FcCharSet *letters;
  cairo_font_face_t *face;
  int is_bold;
} pen_face;

typedef struct {
  pen_library library;
  cairo_surface_t *surface;
  cairo_t *cairo;
  pen_face faces[PEN_FACES];
  int face_count;
  unsigned char *bytes;
  size_t count, capacity;
  int is_full;
} pen;

static inline cairo_status_t pen_write(void *closure, const unsigned char *bytes, unsigned count) {
  pen *p = (pen *)closure;
  if (p->count + count > p->capacity) {
    size_t capacity = (p->count + count) * 2;
    unsigned char *grown = (unsigned char *)realloc(p->bytes, capacity);
    if (!grown) return CAIRO_STATUS_NO_MEMORY;
    p->bytes = grown;
    p->capacity = capacity;
  }
  memcpy(p->bytes + p->count, bytes, count);
  p->count += count;
  return CAIRO_STATUS_SUCCESS;
}

static inline const char *pen_begin(pen *p) {
  if (p->library.cairo_surface_status(p->surface) != CAIRO_STATUS_SUCCESS)
    return p->library.cairo_status_to_string(p->library.cairo_surface_status(p->surface));
  p->cairo = p->library.cairo_create(p->surface);
  // Letters of the same shape at any size and place, whatever the machine prefers.
  cairo_font_options_t *options = p->library.cairo_font_options_create();
  p->library.cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
  p->library.cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
  p->library.cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
  p->library.cairo_set_font_options(p->cairo, options);
  p->library.cairo_font_options_destroy(options);
  return NULL;
}

// `p` must be zero. Returns NULL, or what went wrong; `pen_end` in any case.
static inline const char *pen_open_image(pen *p, int width, int height, double scale) {
  const char *problem = pen_library_open(&p->library);
  if (problem) return problem;
  p->surface = p->library.cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  problem = pen_begin(p);
  if (!problem) p->library.cairo_scale(p->cairo, scale, scale);
  return problem;
}

static inline const char *pen_open_pdf(pen *p, double width, double height, double scale, const char *title,
                                       const char *creator) {
  const char *problem = pen_library_open(&p->library);
  if (problem) return problem;
  p->surface = p->library.cairo_pdf_surface_create_for_stream(pen_write, p, width * scale, height * scale);
  // The first in which Cairo says what letters stand for that are drawn otherwise.
  p->library.cairo_pdf_surface_restrict_to_version(p->surface, CAIRO_PDF_VERSION_1_5);
  p->library.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_TITLE, title);
  p->library.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATOR, creator);
  // The same picture is the same file whenever it is made.
  p->library.cairo_pdf_surface_set_metadata(p->surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
  problem = pen_begin(p);
  if (!problem) p->library.cairo_scale(p->cairo, scale, scale);
  return problem;
}

// The pixels of an image, four bytes each: blue, green, red, nothing.
static inline const unsigned char *pen_pixels(pen *p, int *stride) {
  p->library.cairo_surface_flush(p->surface);
  *stride = p->library.cairo_image_surface_get_stride(p->surface);
  return p->library.cairo_image_surface_get_data(p->surface);
}

// Writes what is left. Returns NULL, or what went wrong. The bytes stay until `pen_end`.
static inline const char *pen_finish(pen *p) {
  p->library.cairo_surface_finish(p->surface);
  cairo_status_t status = p->library.cairo_status(p->cairo);
  if (status == CAIRO_STATUS_SUCCESS) status = p->library.cairo_surface_status(p->surface);
  return status == CAIRO_STATUS_SUCCESS || status == CAIRO_STATUS_SURFACE_FINISHED
             ? NULL : p->library.cairo_status_to_string(status);
}

static inline void pen_end(pen *p) {
  for (int i = 0; i < p->face_count; i++) {
    p->library.cairo_font_face_destroy(p->faces[i].face);
    p->library.FcPatternDestroy(p->faces[i].pattern);
  }
  if (p->cairo) p->library.cairo_destroy(p->cairo);
  if (p->surface) p->library.cairo_surface_destroy(p->surface);
  free(p->bytes);
}

// Strokes and fills.

static inline void pen_color(pen *p, double red, double green, double blue, double alpha) {
  p->library.cairo_set_source_rgba(p->cairo, red, green, blue, alpha);
}
static inline void pen_rectangle(pen *p, double x, double y, double width, double height) {
  p->library.cairo_rectangle(p->cairo, x, y, width, height);
  p->library.cairo_fill(p->cairo);
}
static inline void pen_move(pen *p, double x, double y) { p->library.cairo_move_to(p->cairo, x, y); }
static inline void pen_line(pen *p, double x, double y) { p->library.cairo_line_to(p->cairo, x, y); }
static inline void pen_fill(pen *p) {
  p->library.cairo_close_path(p->cairo);
  p->library.cairo_fill(p->cairo);
}
static inline void pen_stroke(pen *p, double width, int is_dashed) {
  static const double dashes[2] = {4, 3};
  p->library.cairo_set_line_width(p->cairo, width);
  p->library.cairo_set_dash(p->cairo, dashes, is_dashed ? 2 : 0, 0);
  p->library.cairo_stroke(p->cairo);
}
static inline void pen_circle(pen *p, double x, double y, double radius) {
  p->library.cairo_new_path(p->cairo);
  p->library.cairo_arc(p->cairo, x, y, radius, 0, 2 * M_PI);
}

// An image of `columns` × `rows` pixels of four bytes, each drawn as a square.
static inline void pen_image(pen *p, unsigned char *pixels, int columns, int rows, double x, double y, double width,
                             double height) {
  cairo_surface_t *image =
      p->library.cairo_image_surface_create_for_data(pixels, CAIRO_FORMAT_RGB24, columns, rows, columns * 4);
  p->library.cairo_save(p->cairo);
  p->library.cairo_translate(p->cairo, x, y);
  p->library.cairo_scale(p->cairo, width / columns, height / rows);
  p->library.cairo_set_source_surface(p->cairo, image, 0, 0);
  p->library.cairo_pattern_set_filter(p->library.cairo_get_source(p->cairo), CAIRO_FILTER_NEAREST);
  p->library.cairo_rectangle(p->cairo, 0, 0, columns, rows);
  p->library.cairo_fill(p->cairo);
  p->library.cairo_restore(p->cairo);
  p->library.cairo_surface_destroy(image);
}

// Letters.

// The font that is nearest to DejaVu Sans; with a letter, the nearest that has it.
static inline pen_face *pen_add_face(pen *p, int is_bold, unsigned letter) {
  if (p->face_count == PEN_FACES) return NULL;
  pen_library *l = &p->library;
  FcPattern *wanted = l->FcPatternCreate();
  l->FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)"DejaVu Sans");
  l->FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)"sans-serif");
  l->FcPatternAddInteger(wanted, FC_WEIGHT, is_bold ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
  if (letter) {
    FcCharSet *letters = l->FcCharSetCreate();
    l->FcCharSetAddChar(letters, letter);
    l->FcPatternAddCharSet(wanted, FC_CHARSET, letters);
    l->FcCharSetDestroy(letters);
  }
  l->FcConfigSubstitute(NULL, wanted, FcMatchPattern);
  l->FcDefaultSubstitute(wanted);
  FcResult result;
  FcPattern *found = l->FcFontMatch(NULL, wanted, &result);
  l->FcPatternDestroy(wanted);
  if (!found) return NULL;
  pen_face *face = &p->faces[p->face_count];
  face->pattern = found;
  face->is_bold = is_bold;
  face->letters = NULL;
  l->FcPatternGetCharSet(found, FC_CHARSET, 0, &face->letters);
  face->face = l->cairo_ft_font_face_create_for_pattern(found);
  p->face_count++;
  return face;
}

// The first font of that weight that has the letter; the first of that weight where none has.
static inline pen_face *pen_face_for(pen *p, int is_bold, unsigned letter) {
  pen_face *first = NULL;
  for (int i = 0; i < p->face_count; i++) {
    pen_face *face = &p->faces[i];
    if (face->is_bold != is_bold) continue;
    if (!first) first = face;
    if (face->letters && p->library.FcCharSetHasChar(face->letters, letter)) return face;
  }
  if (!first) {
    first = pen_add_face(p, is_bold, 0);
    if (!first || (first->letters && p->library.FcCharSetHasChar(first->letters, letter))) return first;
  }
  pen_face *other = pen_add_face(p, is_bold, letter);
  return other && other->letters && p->library.FcCharSetHasChar(other->letters, letter) ? other : first;
}

static inline unsigned pen_letter(const unsigned char *text, int *length) {
  unsigned c = text[0];
  *length = c < 0x80 ? 1 : c < 0xE0 ? 2 : c < 0xF0 ? 3 : 4;
  if (*length == 1) return c;
  c &= 0xFF >> (*length + 1);
  for (int i = 1; i < *length; i++) c = c << 6 | (text[i] & 0x3F);
  return c;
}

// Shows letters of one font; in a PDF they stand for `meant`.
static inline void pen_glyphs(pen *p, const char *text, const char *meant, int meant_length, double x) {
  cairo_glyph_t *glyphs = NULL;
  int count = 0;
  cairo_scaled_font_t *font = p->library.cairo_get_scaled_font(p->cairo);
  if (p->library.cairo_scaled_font_text_to_glyphs(font, x, 0, text, -1, &glyphs, &count, NULL, NULL, NULL)) return;
  cairo_text_cluster_t cluster = {meant_length, count};
  if (count) p->library.cairo_show_text_glyphs(p->cairo, meant, meant_length, glyphs, count, &cluster, 1, 0);
  p->library.cairo_glyph_free(glyphs);
}

// Shows, or only measures, the first `size_of_text` bytes of valid UTF-8, in parts of one font each. Returns how far the
// pen moved.
static inline double pen_part(pen *p, const char *text, size_t size_of_text, const char *meant, int meant_length, double x,
                              double size, int is_bold, int is_shown) {
  double start = x;
  const unsigned char *at = (const unsigned char *)text, *end = at + size_of_text;
  char piece[256];
  while (at < end) {
    int length, count = 0;
    pen_face *face = pen_face_for(p, is_bold, pen_letter(at, &length));
    while (at < end && count + 4 < (int)sizeof piece) {
      unsigned letter = pen_letter(at, &length);
      // A blank goes on in the font of what is before it.
      if (count && letter != ' ' && pen_face_for(p, is_bold, letter) != face) break;
      memcpy(piece + count, at, (size_t)length);
      count += length;
      at += length;
    }
    piece[count] = 0;
    if (!face) continue;
    p->library.cairo_set_font_face(p->cairo, face->face);
    p->library.cairo_set_font_size(p->cairo, size);
    cairo_text_extents_t extents;
    p->library.cairo_text_extents(p->cairo, piece, &extents);
    if (is_shown && meant) {
      pen_glyphs(p, piece, meant, meant_length, x);
      // All of it by the first font; what the others show adds nothing.
      meant_length = 0;
    } else if (is_shown) {
      p->library.cairo_move_to(p->cairo, x, 0);
      p->library.cairo_show_text(p->cairo, piece);
    }
    x += extents.x_advance;
  }
  return x - start;
}

// Shows, or only measures, a text. Its pieces are parted by the byte 2; what a piece stands for, where that is not what is
// drawn, follows it after the byte 1. Returns how far the pen moved.
static inline double pen_run(pen *p, const char *text, double size, int is_bold, int is_shown) {
  double x = 0;
  for (;;) {
    size_t all = strcspn(text, "\2"), drawn = strcspn(text, "\1\2");
    const char *meant = drawn < all ? text + drawn + 1 : NULL;
    x += pen_part(p, text, drawn, meant, meant ? (int)(all - drawn - 1) : 0, x, size, is_bold, is_shown);
    if (!text[all]) return x;
    text += all + 1;
  }
}

// A text, in pieces as `pen_run` says, whose beginning (anchor 0), middle (0.5) or end (1) is at x. Where this machine's font is wider than the room it is
// drawn narrower.
static inline void pen_text(pen *p, const char *text, double x, double baseline, double size, int is_bold, double anchor,
                            double room, int is_turned) {
  double width = pen_run(p, text, size, is_bold, 0);
  double scale = width > room && width > 0 ? room / width : 1;
  p->library.cairo_save(p->cairo);
  p->library.cairo_translate(p->cairo, x, baseline);
  if (is_turned) p->library.cairo_rotate(p->cairo, -M_PI / 2);
  p->library.cairo_translate(p->cairo, -anchor * width * scale, 0);
  if (scale < 1) p->library.cairo_scale(p->cairo, scale, 1);
  pen_run(p, text, size, is_bold, 1);
  p->library.cairo_restore(p->cairo);
}
