/* What Swift cannot call of libcurl: its variadic setters and getters. The names in parentheses are functions, not the checking macros. */
#pragma once
#include <curl/curl.h>
