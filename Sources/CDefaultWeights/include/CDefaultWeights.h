#ifndef C_DEFAULT_WEIGHTS_H
#define C_DEFAULT_WEIGHTS_H

#include <stddef.h>

/// The bytes of resnet18-faces.safetensors; their number is 1 in a build without the file.
const unsigned char *default_weights(size_t *count);

#endif
