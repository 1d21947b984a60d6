/* What Swift cannot call of libcurl: its variadic setters and getters. The names in parentheses are functions, not the checking macros. */
#pragma once
#include <curl/curl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/prctl.h>
#include <sys/socket.h>

static inline CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return (curl_easy_setopt)(handle, option, value);
}

/* curl copies the text. NULL puts the option back to its default. */
static inline CURLcode ccurl_set_text(CURL *handle, CURLoption option, const char *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_offset(CURL *handle, CURLoption option, curl_off_t value) {
    return (curl_easy_setopt)(handle, option, value);
}

static inline CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return (curl_easy_setopt)(handle, option, value);
}

/* curl copies the bytes. */
static inline CURLcode ccurl_set_blob(CURL *handle, CURLoption option, const void *bytes, size_t count) {
    struct curl_blob blob = {.data = (void *)bytes, .len = count, .flags = CURL_BLOB_COPY};
    return (curl_easy_setopt)(handle, option, &blob);
}

typedef size_t (*ccurl_bytes_callback)(char *bytes, size_t size, size_t count, void *context);

static inline CURLcode ccurl_set_callback(CURL *handle, CURLoption option, ccurl_bytes_callback callback, void *context,
                                          CURLoption context_option) {
    CURLcode code = (curl_easy_setopt)(handle, option, callback);
    return code != CURLE_OK ? code : (curl_easy_setopt)(handle, context_option, context);
}

static inline CURLcode ccurl_get_long(CURL *handle, CURLINFO info, long *value) { return (curl_easy_getinfo)(handle, info, value); }

static inline CURLcode ccurl_get_pointer(CURL *handle, CURLINFO info, void **value) {
    return (curl_easy_getinfo)(handle, info, (char **)value);
}

static inline CURLMcode ccurl_multi_set_long(CURLM *multi, CURLMoption option, long value) {
    return (curl_multi_setopt)(multi, option, value);
}

static inline CURLcode ccurl_message_result(const CURLMsg *message) { return message->data.result; }

/* A peer that vanished without a word is found after idle + 3 * interval seconds, or 20 s after bytes that it did not acknowledge. curl
   has options for neither the count of probes nor the latter. */
static int ccurl_on_socket(void *context, curl_socket_t socket, curlsocktype purpose) {
    int count = 3;
    unsigned int unacknowledged = 20000;
    (void)context;
    (void)purpose;
    (void)setsockopt(socket, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof count);
    (void)setsockopt(socket, IPPROTO_TCP, TCP_USER_TIMEOUT, &unacknowledged, sizeof unacknowledged);
    return CURL_SOCKOPT_OK;
}

static inline CURLcode ccurl_set_keepalive(CURL *handle, long idle, long interval) {
    (curl_easy_setopt)(handle, CURLOPT_TCP_KEEPALIVE, 1L);
    (curl_easy_setopt)(handle, CURLOPT_TCP_KEEPIDLE, idle);
    (curl_easy_setopt)(handle, CURLOPT_TCP_KEEPINTVL, interval);
    return (curl_easy_setopt)(handle, CURLOPT_SOCKOPTFUNCTION, ccurl_on_socket);
}

/* Names the calling thread, for those who look at the process from outside. */
static inline void ccurl_name_thread(const char *name) { (void)prctl(PR_SET_NAME, name, 0, 0, 0); }
