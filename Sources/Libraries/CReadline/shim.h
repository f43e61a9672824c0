#pragma once
#include <stdio.h>
#include <stdlib.h>
#include <locale.h>
#include <langinfo.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>
#include <readline/readline.h>
#include <readline/history.h>

/* Readline is steered by global variables, which Swift 6 does not let anybody touch. These functions are all that the
   prompt does with them. */

typedef int (*mien_getc_function)(FILE *);
typedef char **(*mien_completion_function)(const char *, int, int);
typedef char *(*mien_word_break_function)(void);

/* Text is UTF-8 even where the environment names no language; numbers stay as in C. */
static inline void mien_use_utf8(void) {
  setlocale(LC_CTYPE, "");
  if (strcmp(nl_langinfo(CODESET), "UTF-8") != 0) setlocale(LC_CTYPE, "C.UTF-8");
}

/* Readline shows ESC as ^[, but writes the control characters U+0080 to U+009F of UTF-8 as they are, of which U+009B
   begins commands as ESC [ does. Two question marks take the place of their two bytes, whether a line was typed, pasted or
   taken from the history. */
static inline void mien_rl_defuse(char *line) {
  for (unsigned char *byte = (unsigned char *)line; byte && *byte; byte++)
    if (byte[0] == 0xC2 && byte[1] >= 0x80 && byte[1] < 0xA0) byte[0] = byte[1] = '?';
}

static inline void mien_rl_redisplay(void) {
  mien_rl_defuse(rl_line_buffer);
  rl_redisplay();
}

/* Prompts go to standard error where standard output is not a terminal. */
static inline void mien_rl_configure(
  mien_getc_function getc_function, mien_completion_function completion, mien_word_break_function word_break,
  int is_output_terminal) {
  rl_readline_name = "mien";
  rl_catch_signals = 0;
  rl_catch_sigwinch = 1;
  rl_change_environment = 0;
  rl_getc_function = getc_function;
  rl_redisplay_function = mien_rl_redisplay;
  rl_attempted_completion_function = completion;
  rl_completion_word_break_hook = word_break;
  rl_completer_quote_characters = "";
  /* Readline sets these when it reads its first line; the screen's size is asked for before that. */
  rl_instream = stdin;
  rl_outstream = is_output_terminal ? stdout : stderr;
  rl_variable_bind("enable-bracketed-paste", "on");
  rl_variable_bind("show-all-if-ambiguous", "on");
  rl_variable_bind("blink-matching-paren", "off");
  /* A list longer than the screen is shown at once: the question between its pages hears no signal. */
  rl_variable_bind("page-completions", "off");
}

/* Where the terminal shows nothing of what is typed, as under a program that steers it, readline shows nothing either; the
   prompt it would still show, but not with a redisplay of ours. To be called before each line. */
static inline void mien_rl_prompt_unless_echoing(const char *prompt) {
  struct termios settings;
  if (!isatty(STDIN_FILENO) || tcgetattr(STDIN_FILENO, &settings) != 0 || (settings.c_lflag & ECHO) != 0) return;
  fputs(prompt, rl_outstream);
  fflush(rl_outstream);
}

/* The line as typed so far, and the offset of the cursor in it. */
static inline const char *mien_rl_line(void) { return rl_line_buffer ? rl_line_buffer : ""; }
static inline int mien_rl_point(void) { return rl_point; }

/* Shows that the line was given up, unless it has been shown, and makes readline() return. */
static inline void mien_rl_abandon_line(int is_shown) {
  if (is_shown) {
    rl_point = rl_end;
    rl_redisplay();
    fputs("^C", rl_outstream);
    fflush(rl_outstream);
  }
  rl_replace_line("", 1);
  rl_done = 1;
}

static inline void mien_rl_discard_line(void) { rl_replace_line("", 1); }

/* After the process was stopped and went on. */
static inline void mien_rl_resume(void) {
  rl_prep_terminal(1);
  rl_forced_update_display();
}

/* How the completion at hand is finished: a character after it (0 for none), and whether it is a file's name, of which
   the list then shows the last part. */
static inline void mien_rl_set_completion(int append_character, int is_file_name) {
  rl_attempted_completion_over = 1;
  rl_completion_append_character = append_character;
  rl_completion_suppress_append = append_character == 0;
  rl_filename_completion_desired = is_file_name;
  rl_filename_quoting_desired = 0;
}

/* Entries of several lines are kept whole: a line with the time stands before each. */
static inline void mien_history_configure(int limit) {
  using_history();
  history_comment_char = '#';
  history_write_timestamps = 1;
  history_multiline_entries = 1;
  stifle_history(limit);
}

/* How the candidates are listed: by a function of this program, or, for NULL, by readline's own. */
typedef void (*mien_list_function)(char **, int, int);
static inline void mien_rl_list_matches_by(mien_list_function function) {
  rl_completion_display_matches_hook = function;
}
static inline void mien_rl_put_list(const char *text) {
  fputs("\n", rl_outstream);
  fputs(text, rl_outstream);
  fflush(rl_outstream);
  rl_forced_update_display();
}

/* An entry of the history, counted from the oldest; NULL behind the last. */
static inline const char *mien_history_entry(int index) {
  HIST_ENTRY *entry = history_get(history_base + index);
  return entry ? entry->line : NULL;
}

static inline const char *mien_history_last(void) {
  HIST_ENTRY *entry = history_length > 0 ? history_get(history_base + history_length - 1) : NULL;
  return entry ? entry->line : "";
}
