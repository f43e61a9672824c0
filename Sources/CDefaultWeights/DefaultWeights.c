#include "CDefaultWeights.h"

#pragma clang diagnostic ignored "-Wc23-extensions"

// In the program itself, so that it works wherever it is put; the pages are read when somebody asks for them.
static const unsigned char bytes[] = {
#if __has_embed("resnet18-faces.safetensors") == __STDC_EMBED_FOUND__
#embed "resnet18-faces.safetensors"
#else
  0
#endif
};

const unsigned char *default_weights(size_t *count) {
  *count = sizeof bytes;
  return bytes;
}
