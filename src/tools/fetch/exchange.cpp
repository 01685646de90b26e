// SPDX-License-Identifier: Apache-2.0
#include "fetch/exchange.hpp"

#include "base/text.hpp"
#include "fetch/sniff.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <mutex>
#include <new>
#include <sys/socket.h>
#include <unistd.h>

namespace goen::fetch {
namespace {

struct Exchange {
    Url const &url;
    std::optional<Kind> kind; // nothing: of the answer only the head is read
    Bounds const &bounds;
    Settings const &settings;
    CURL *curl;
    Response response{};
    std::exception_ptr trouble{};
};

// Runs what libcurl calls; exceptions must not pass through its frames.
template <class Step>
auto guarded(void *data, decltype(std::declval<Step>()()) on_trouble, Step step) {
    try {
        return step();
    } catch (...) {
        static_cast<Exchange *>(data)->trouble = std::current_exception();
        return on_trouble;
    }
}

// The last step before the connection, with the very address it goes to: an answer of the DNS that
// differs from an earlier one, or a host that curl reads in another way than we do, changes
// nothing.
curl_socket_t open_socket(void *data, curlsocktype purpose, curl_sockaddr *to) {
    return guarded(data, curl_socket_t{CURL_SOCKET_BAD}, [&]() -> curl_socket_t {
        auto const &exchange = *static_cast<Exchange *>(data);
        auto const address = Address::of(to->addr);
        bool const is_allowed = purpose == CURLSOCKTYPE_IPCXN && address &&
                                may_connect(*address, exchange.url, exchange.settings);
        if (!is_allowed) return CURL_SOCKET_BAD;
        return ::socket(to->family, to->socktype | SOCK_CLOEXEC, to->protocol);
    });
}

// Less than it was given ends the transfer.
std::size_t take_head(char *bytes, std::size_t, std::size_t size, void *data) {
    return guarded(data, std::size_t{0}, [&] {
        auto &exchange = *static_cast<Exchange *>(data);
        auto &response = exchange.response;
        response.head_size += size;
        if (response.head_size > exchange.bounds.head) return std::size_t{0};
        std::string_view const line{bytes, size};
        constexpr std::string_view location = "location:";
        if (line.starts_with("HTTP/")) response.location.clear(); // after "100 Continue"
        if (response.location.empty() && lower_ascii(line.substr(0, location.size())) == location)
            response.location = trimmed(line.substr(location.size()));
        return size;
    });
}

void read_status(Exchange &exchange) {
    auto &response = exchange.response;
    char const *type = nullptr;
    curl_easy_getinfo(exchange.curl, CURLINFO_RESPONSE_CODE, &response.status);
    curl_easy_getinfo(exchange.curl, CURLINFO_CONTENT_TYPE, &type);
    curl_off_t wait = 0;
    curl_easy_getinfo(exchange.curl, CURLINFO_RETRY_AFTER, &wait);
    response.retry_after = seconds{wait};
    response.type = type ? type : "";
}

std::size_t take_body(char *bytes, std::size_t, std::size_t size, void *data) {
    return guarded(data, std::size_t{0}, [&] {
        auto &exchange = *static_cast<Exchange *>(data);
        auto &response = exchange.response;
        if (response.status == 0) read_status(exchange);
        if (response.status != 200 || !exchange.kind || !is_of_kind(response.type, *exchange.kind))
            return std::size_t{0};
        auto const room = exchange.bounds.body - response.body.size();
        response.body.append(bytes, std::min(size, room));
        response.is_cut = size > room;
        return response.is_cut ? std::size_t{0} : size;
    });
}

template <class T> void set(CURL *curl, CURLoption option, T value) {
    if (curl_easy_setopt(curl, option, value) != CURLE_OK)
        throw Trouble{"libcurl knows too little"};
}

using List = std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)>;

// "host:port:address,address", which stands for what the system's resolver would say; "" when there
// is no address.
std::string answers_of(Exchange const &exchange) {
    auto const &host = exchange.url.host();
    auto const start = host + ':' + std::to_string(exchange.url.port()) + ':';
    std::string line;
    for (auto const &address : exchange.settings.resolve(host))
        line += (line.empty() ? start : ",") + address;
    return line;
}

} // namespace

bool may_connect(Address const &address, Url const &url, Settings const &settings) {
    if (settings.may_connect ? settings.may_connect(address) : address.is_public()) return true;
    auto const &named = settings.private_hosts;
    return address.is_of_a_private_network() &&
           std::find(named.begin(), named.end(), url.host()) != named.end();
}

namespace {

// What every request has in common; `fields` are its header fields, each "Name: value".
std::optional<Response> perform(Url const &url, std::optional<Kind> kind, Post const *post,
                                std::vector<std::string> const &fields, Bounds const &bounds,
                                Settings const &settings) {
    static std::once_flag once;
    std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
    std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> const handle{curl_easy_init(),
                                                                     &curl_easy_cleanup};
    if (!handle) throw Trouble{"libcurl cannot begin"};
    auto *const curl = handle.get();
    Exchange exchange{url, kind, bounds, settings, curl};

    set(curl, CURLOPT_URL, url.text().c_str());
    set(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    set(curl, CURLOPT_FOLLOWLOCATION, 0L);
    set(curl, CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
    // "": not those of the environment either.
    set(curl, CURLOPT_PROXY, "");
    set(curl, CURLOPT_NETRC, static_cast<long>(CURL_NETRC_IGNORED));
    set(curl, CURLOPT_USERAGENT, settings.agent.c_str());
    set(curl, CURLOPT_ACCEPT_ENCODING, "gzip, br");
    set(curl, CURLOPT_HTTP_VERSION, static_cast<long>(CURL_HTTP_VERSION_1_1));
    set(curl, CURLOPT_HTTP09_ALLOWED, 0L);
    set(curl, CURLOPT_TIMEOUT_MS, static_cast<long>(bounds.total.count()));
    set(curl, CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(bounds.connect.count()));
    set(curl, CURLOPT_NOSIGNAL, 1L);
    // Not to wait for a look-up that has run out of its time.
    set(curl, CURLOPT_QUICK_EXIT, 1L);
    set(curl, CURLOPT_OPENSOCKETFUNCTION, &open_socket);
    set(curl, CURLOPT_OPENSOCKETDATA, &exchange);
    set(curl, CURLOPT_HEADERFUNCTION, &take_head);
    set(curl, CURLOPT_HEADERDATA, &exchange);
    set(curl, CURLOPT_WRITEFUNCTION, &take_body);
    set(curl, CURLOPT_WRITEDATA, &exchange);
    List answers{nullptr, &curl_slist_free_all};
    if (settings.resolve && !Address::parse(url.host())) {
        auto const line = answers_of(exchange);
        if (line.empty()) return {};
        answers.reset(curl_slist_append(nullptr, line.c_str()));
        set(curl, CURLOPT_RESOLVE, answers.get());
    }
    List lines{nullptr, &curl_slist_free_all};
    for (auto const &field : fields) {
        auto *const longer = curl_slist_append(lines.get(), field.c_str());
        if (!longer) throw std::bad_alloc{};
        (void)lines.release();
        lines.reset(longer);
    }
    set(curl, CURLOPT_HTTPHEADER, lines.get());
    if (post) {
        set(curl, CURLOPT_POST, 1L);
        set(curl, CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(post->body.size()));
        set(curl, CURLOPT_POSTFIELDS, post->body.data()); // not copied
    }

    auto const code = curl_easy_perform(curl);
    if (exchange.trouble) std::rethrow_exception(exchange.trouble);
    auto &response = exchange.response;
    bool const is_ended_here = code == CURLE_WRITE_ERROR && response.status != 0;
    if (code != CURLE_OK && !is_ended_here) return {};
    read_status(exchange);
    return std::move(response);
}

} // namespace

std::optional<Response> ask(Url const &url, Kind kind, Bounds const &bounds,
                            Settings const &settings) {
    return perform(url, kind, nullptr,
                   {"Accept-Language: ja, en;q=0.5",
                    kind == Kind::page ? "Accept: text/html, application/xhtml+xml"
                                       : "Accept: image/png, image/jpeg, image/webp, image/gif"},
                   bounds, settings);
}

std::optional<Response> ask(Url const &url, Post const &post, Bounds const &bounds,
                            Settings const &settings) {
    std::vector<std::string> fields{"Accept: */*", "Expect:"}; // no "Expect: 100-continue"
    for (auto const &[name, value] : post.fields) {
        ensure((name + value).find_first_of(std::string_view{"\r\n\0", 3}) == std::string::npos,
               "a header field is one line");
        fields.push_back(name + ": " + value);
    }
    return perform(url, {}, &post, fields, bounds, settings);
}

} // namespace goen::fetch
