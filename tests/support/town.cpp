// SPDX-License-Identifier: Apache-2.0
#include "support/town.hpp"

#include "base/text.hpp"
#include "http/path.hpp"
#include "support/form_fields.hpp"

#include <algorithm>
#include <doctest/doctest.h>

namespace goen::tests {
namespace {

constexpr char const *host = "127.0.0.1:8080";

app::Config in_town(app::Config config) {
    if (config.public_url.empty()) config.public_url = std::string{"http://"} + host;
    return config;
}

std::string form_text(std::vector<std::pair<std::string, std::string>> const &fields) {
    std::string out;
    for (auto const &[name, value] : fields) {
        if (!out.empty()) out += '&';
        out += percent_encoded(name) + "=" + percent_encoded(value);
    }
    return out;
}

} // namespace

std::vector<mail::Letter> PostmanWithPockets::letters_to(std::string_view address) const {
    if (before_reading) before_reading();
    std::lock_guard const lock{mutex_};
    std::vector<mail::Letter> out;
    for (auto const &letter : letters_) {
        if (letter.to == address) out.push_back(letter);
    }
    return out;
}

std::string PostmanWithPockets::newest_link(std::string_view address) const {
    auto const letters = letters_to(address);
    if (letters.empty()) return {};
    auto const &text = letters.back().text;
    auto const start = text.find("http://");
    if (start == text.npos) return {};
    auto const link = text.substr(start, text.find_first_of(" \n\r", start) - start);
    return link.substr(link.find('/', 7));
}

Town::Town(FreshDatabase &database, app::Config config)
    : Town(database, std::move(config), *database) {}

Town::Town(FreshDatabase &database, app::Config config, store::Database &as)
    : fresh(database),
      house(in_town(std::move(config)), as, {database.clock, random, postman, {1, 8192}}) {
    postman.before_reading = [this] { house.accounts.finish_letters(); };
    house.network.open();
    house.feed.open();
    house.post_search.open({});
    house.messages.open();
    house.open_streams();
    REQUIRE(house.network.wait_until_ready(milliseconds{20'000}));
    REQUIRE(house.feed.wait_until_ready(milliseconds{20'000}));
    REQUIRE(house.post_search.index().wait_until_whole(milliseconds{20'000}));
}

MemberId Town::settle(std::string const &email, names::PersonName const &name) {
    account::NewMember member;
    member.email = email;
    member.password = password;
    member.name = name;
    member.is_confirmed = true;
    auto const made = house.accounts.add(member);
    REQUIRE(made);
    return *made;
}

names::PersonName name_of(std::string family, std::string given, std::string family_kana,
                          std::string given_kana, std::string family_romaji,
                          std::string given_romaji) {
    names::NameInput input;
    input.family = std::move(family);
    input.given = std::move(given);
    input.family_kana = std::move(family_kana);
    input.given_kana = std::move(given_kana);
    input.family_romaji = std::move(family_romaji);
    input.given_romaji = std::move(given_romaji);
    auto const name = names::PersonName::parse(input, names::NameRule::member);
    REQUIRE(name);
    return *name;
}

http::Request request_for(http::Method method, std::string target, std::string body,
                          std::vector<http::Header> headers) {
    http::Request request;
    request.method = method;
    auto const mark = target.find('?');
    request.path = http::decode_path(target.substr(0, mark)).value_or("/unreadable");
    if (mark != target.npos)
        request.query = http::Params::parse(target.substr(mark + 1)).value_or(http::Params{});
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = std::move(headers);
    request.headers.emplace_back("host", host);
    request.peer = "192.0.2.1";
    request.id = "story";
    return request;
}

http::Response Browser::request(http::Request request) {
    std::string jar;
    for (auto const &[name, value] : cookies) jar += (jar.empty() ? "" : "; ") + name + "=" + value;
    if (!jar.empty()) request.headers.emplace_back("cookie", jar);
    request.headers.emplace_back("accept-language", language_);
    request.at = town_.fresh.clock.now();
    auto response = town_.house.handle(std::move(request));
    for (auto const &[name, value] : response.headers) {
        if (lower_ascii(name) != "set-cookie") continue;
        auto const equals = value.find('='), end = value.find(';');
        auto const cookie = value.substr(0, equals),
                   content = value.substr(equals + 1, end - equals - 1);
        if (content.empty() || value.find("Max-Age=0") != value.npos) {
            cookies.erase(cookie);
        } else {
            cookies[cookie] = content;
        }
    }
    return response;
}

void Browser::follow(http::Response response) {
    for (int hops = 0; response.status == 303 || response.status == 302; ++hops) {
        REQUIRE(hops < 5);
        path_ = std::string{response.header("location")};
        path_.erase(std::min(path_.find('#'), path_.size())); // stays in the browser
        response = request(request_for(http::Method::get, path_));
    }
    last_ = std::move(response);
    if (auto const token = value_after("name=\"csrf\""); !token.empty()) csrf_ = token;
}

Browser &Browser::open(std::string const &path) {
    path_ = path;
    follow(request(request_for(http::Method::get, path)));
    return *this;
}

Fields Browser::with_hidden(std::string const &path, Fields fields) {
    fields.emplace_back("csrf", csrf_);
    auto const version = value_in(fields_of(body(), path), "version");
    if (!version.empty() && value_in(fields, "version").empty())
        fields.emplace_back("version", version);
    return fields;
}

std::vector<http::Header> Browser::from_this_page() const {
    auto const origin = std::string{"http://"} + host;
    return {{"origin", origin}, {"referer", origin + path_}};
}

Browser &Browser::send(std::string const &path,
                       std::vector<std::pair<std::string, std::string>> const &fields) {
    auto headers = from_this_page();
    headers.emplace_back("content-type", "application/x-www-form-urlencoded");
    auto const all = with_hidden(path, fields);
    path_ = path;
    follow(request(request_for(http::Method::post, path, form_text(all), std::move(headers))));
    return *this;
}

Browser &Browser::send_files(std::string const &path,
                             std::vector<std::pair<std::string, std::string>> const &fields,
                             std::vector<File> const &files) {
    std::string const boundary = "----story0123456789";
    std::string form;
    auto const part = [&](std::string const &heading, std::string const &bytes) {
        form += "--" + boundary + "\r\nContent-Disposition: form-data; " + heading + "\r\n\r\n" +
                bytes + "\r\n";
    };
    auto const all = with_hidden(path, fields);
    for (auto const &[name, value] : all) part("name=\"" + name + "\"", value);
    for (auto const &file : files) {
        part("name=\"" + file.field + "\"; filename=\"" + file.name +
                 "\"\r\nContent-Type: " + file.type,
             file.bytes);
    }
    form += "--" + boundary + "--\r\n";
    auto headers = from_this_page();
    headers.emplace_back("content-type", "multipart/form-data; boundary=" + boundary);
    path_ = path;
    follow(request(request_for(http::Method::post, path, std::move(form), std::move(headers))));
    return *this;
}

Browser &Browser::log_in(std::string const &email, std::string const &password) {
    open("/login");
    return send("/login", {{"email", email}, {"password", password}});
}

std::string Browser::value_after(std::string_view mark, std::string_view attribute) const {
    auto const text = body();
    auto const at = text.find(mark);
    if (at == text.npos) return {};
    auto const wanted = " " + std::string{attribute} + "=\"";
    auto start = text.find(wanted, at);
    if (start == text.npos) return {};
    start += wanted.size();
    return text.substr(start, text.find('"', start) - start);
}

Phone Phone::of(Town &town, std::string const &email, std::string const &password) {
    Phone nobody{town, ""};
    auto const answer =
        nobody.post("/tokens", {{"email", email}, {"password", password}, {"label", "story"}});
    REQUIRE(answer.status == 201);
    return Phone{town, answer.word("token")};
}

Phone::Answer Phone::call(http::Method method, std::string const &path,
                          boost::json::value const &body, std::vector<http::Header> headers) {
    std::string text;
    if (!body.is_null()) {
        headers.emplace_back("content-type", "application/json");
        text = boost::json::serialize(body);
    }
    return ask(method, path, std::move(text), std::move(headers));
}

Phone::Answer Phone::upload(std::string const &path, std::string type, std::string bytes) {
    return ask(http::Method::post, path, std::move(bytes), {{"content-type", std::move(type)}});
}

Phone::Answer Phone::ask(http::Method method, std::string const &path, std::string text,
                         std::vector<http::Header> headers) {
    if (!token_.empty()) headers.emplace_back("authorization", "Bearer " + token_);
    auto request = request_for(method, "/api/v1" + path, std::move(text), std::move(headers));
    request.at = town_.fresh.clock.now();
    auto const response = town_.house.handle(std::move(request));
    Answer answer{response.status, nullptr, std::string{response.content()},
                  std::string{response.header("etag")}};
    if (response.header("content-type").find("json") != std::string_view::npos)
        answer.body = boost::json::parse(answer.text);
    return answer;
}

void in_each_town(std::function<void(Town &)> const &body, app::Config const &config) {
    on_each_fresh([&](FreshDatabase &fresh) {
        Town town{fresh, config};
        body(town);
    });
}

} // namespace goen::tests
