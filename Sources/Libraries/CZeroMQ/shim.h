// ZeroMQ as it is: its functions return codes and never jump or throw.
#pragma once
#include <errno.h>
#include <sys/eventfd.h>
#include <zmq.h>
