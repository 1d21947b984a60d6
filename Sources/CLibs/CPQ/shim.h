#pragma once
#include <netdb.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <libpq-fe.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

/* SHA-256 in the three forms that SCRAM needs. libpq brings libcrypto into the process anyway. Each returns 1 on success; outputs have
   32 bytes. */

static inline int cpq_sha256(const unsigned char *data, size_t length, unsigned char *out) {
    return EVP_Digest(data, length, out, NULL, EVP_sha256(), NULL);
}

static inline int cpq_hmac_sha256(const unsigned char *key, int key_length, const unsigned char *data, size_t length, unsigned char *out) {
    unsigned int out_length = 0;
    return HMAC(EVP_sha256(), key, key_length, data, length, out, &out_length) != NULL && out_length == 32;
}

static inline int cpq_pbkdf2_sha256(const unsigned char *password, int password_length, const unsigned char *salt, int salt_length,
                                    int iterations, unsigned char *out) {
    return PKCS5_PBKDF2_HMAC((const char *)password, password_length, salt, salt_length, iterations, EVP_sha256(), 32, out);
}

/* A file without a name, in memory; a descriptor, or -1. (The prototype is glibc's, shown only with _GNU_SOURCE.) */
extern int memfd_create(const char *name, unsigned int flags);
static inline int cpq_memory_file(void) { return memfd_create("postgres-operator", 1u /* MFD_CLOEXEC */); }

/* The numeric addresses of a host name, a line each, to be freed with free(); or NULL and the resolver's code. */
static inline char *cpq_addresses(const char *host, int *code) {
    struct addrinfo hints;
    struct addrinfo *list = NULL;
    memset(&hints, 0, sizeof hints);
    hints.ai_family = AF_UNSPEC;
    hints.ai_socktype = SOCK_STREAM;
    *code = getaddrinfo(host, NULL, &hints, &list);
    if (*code != 0) return NULL;
    size_t room = 1;
    for (struct addrinfo *entry = list; entry; entry = entry->ai_next) room += 65;
    char *text = calloc(room, 1);
    char *end = text;
    for (struct addrinfo *entry = list; text && entry; entry = entry->ai_next) {
        if (getnameinfo(entry->ai_addr, entry->ai_addrlen, end, 64, NULL, 0, NI_NUMERICHOST) != 0) continue;
        end += strlen(end);
        *end++ = '\n';
    }
    freeaddrinfo(list);
    return text;
}

static inline const char *cpq_resolver_error(int code) { return gai_strerror(code); }
