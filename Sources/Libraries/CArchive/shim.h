// libarchive brings a dozen more libraries, ICU among them, so it is loaded when the first archive that needs it is
// opened and not when the program starts. The types of the functions are those of its header.
#pragma once
#include <dlfcn.h>
#include <string.h>
#include <archive.h>
#include <archive_entry.h>

typedef struct {
  __typeof__(&archive_read_new) read_new;
  __typeof__(&archive_read_free) read_free;
  __typeof__(&archive_read_open_memory) open_memory;
  __typeof__(&archive_read_next_header) next_header;
  __typeof__(&archive_read_data) read_data;
  __typeof__(&archive_error_string) error_string;
  __typeof__(&archive_format) format;
  __typeof__(&archive_filter_code) filter_code;
  __typeof__(&archive_filter_bytes) filter_bytes;
  __typeof__(&archive_entry_pathname_utf8) name_utf8;
  __typeof__(&archive_entry_pathname) name;
  __typeof__(&archive_entry_filetype) file_type;
  __typeof__(&archive_entry_hardlink) hard_link;
  __typeof__(&archive_entry_size) size;
  __typeof__(&archive_entry_size_is_set) size_is_set;
  __typeof__(&archive_entry_is_encrypted) is_encrypted;
  // The formats and filters that run no other program and look at no other file; the first is that of what is no
  // archive but one packed file.
  int (*supports[16])(struct archive *);
  int support_count;
} archive_functions;

// Fills in the functions; 0 where the library or one of them is not there.
static inline int archive_functions_load(archive_functions *functions) {
  memset(functions, 0, sizeof *functions);
  void *library = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
#define MIEN_FIND(field, symbol) \
  if (!(functions->field = (__typeof__(functions->field))dlsym(library, symbol))) return 0
  MIEN_FIND(read_new, "archive_read_new");
  MIEN_FIND(read_free, "archive_read_free");
  MIEN_FIND(open_memory, "archive_read_open_memory");
  MIEN_FIND(next_header, "archive_read_next_header");
  MIEN_FIND(read_data, "archive_read_data");
  MIEN_FIND(error_string, "archive_error_string");
  MIEN_FIND(format, "archive_format");
  MIEN_FIND(filter_code, "archive_filter_code");
  MIEN_FIND(filter_bytes, "archive_filter_bytes");
  MIEN_FIND(name_utf8, "archive_entry_pathname_utf8");
  MIEN_FIND(name, "archive_entry_pathname");
  MIEN_FIND(file_type, "archive_entry_filetype");
  MIEN_FIND(hard_link, "archive_entry_hardlink");
  MIEN_FIND(size, "archive_entry_size");
  MIEN_FIND(size_is_set, "archive_entry_size_is_set");
  MIEN_FIND(is_encrypted, "archive_entry_is_encrypted");
  const char *names[] = {
    "archive_read_support_format_raw", "archive_read_support_format_tar", "archive_read_support_format_7zip",
    "archive_read_support_format_rar", "archive_read_support_format_rar5", "archive_read_support_format_cpio",
    "archive_read_support_filter_gzip", "archive_read_support_filter_bzip2", "archive_read_support_filter_xz",
    "archive_read_support_filter_lzma", "archive_read_support_filter_zstd", "archive_read_support_filter_lz4",
    "archive_read_support_filter_compress",
  };
  for (unsigned index = 0; index < sizeof names / sizeof *names; index++) {
    MIEN_FIND(supports[index], names[index]);
    functions->support_count++;
  }
#undef MIEN_FIND
  return 1;
}

static inline struct archive *archive_open_memory(const archive_functions *functions, const void *bytes, size_t count,
                                                  int is_single_file) {
  struct archive *archive = functions->read_new();
  if (!archive) return NULL;
  for (int index = 0; index < functions->support_count; index++)
    if (!is_single_file || index < 1 || index > 5) functions->supports[index](archive);
  if (functions->open_memory(archive, bytes, count) == ARCHIVE_OK) return archive;
  functions->read_free(archive);
  return NULL;
}
