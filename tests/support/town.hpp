// SPDX-License-Identifier: Apache-2.0
// A town for stories: a whole house in this process on a fresh database, a clock to turn, a postman
// whose letters one can read, and people with browsers (cookies, forms, redirects) and phones (API
// tokens).
#pragma once

#include "app/house.hpp"
#include "support/databases.hpp"

#include <boost/json.hpp>

#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace goen::tests {

class PostmanWithPockets final : public mail::Postman {
public:
    bool post(mail::Letter letter) override {
        std::lock_guard const lock{mutex_};
        letters_.push_back(std::move(letter));
        return true;
    }
    std::vector<mail::Letter> letters_to(std::string_view address) const;
    // The path of the first link of this site in the newest letter to her.
    std::string newest_link(std::string_view address) const;
    std::function<void()> before_reading; // waits for letters that are still being written

private:
    mutable std::mutex mutex_;
    std::vector<mail::Letter> letters_;
};

struct Town {
    explicit Town(FreshDatabase &database, app::Config config = {});
    // With `as` in front of that database.
    Town(FreshDatabase &database, app::Config config, store::Database &as);

    FreshDatabase &fresh;
    SystemRandom random;
    PostmanWithPockets postman;
    app::House house;

    // A confirmed member with a password and her first card.
    MemberId settle(std::string const &email, names::PersonName const &name);
    static constexpr char const *password = "correct horse battery";
};

names::PersonName name_of(std::string family, std::string given, std::string family_kana = {},
                          std::string given_kana = {}, std::string family_romaji = {},
                          std::string given_romaji = {});

// One person's browser: keeps cookies, follows redirects, fills forms in.
class Browser {
public:
    explicit Browser(Town &town, std::string language = "ja")
        : town_(town), language_(std::move(language)) {}

    // The page after redirects; its text is body(), its status status().
    Browser &open(std::string const &path);
    // Sends the fields with this page's csrf token, and with the version of the form that posts
    // there, and follows the redirect.
    Browser &send(std::string const &path,
                  std::vector<std::pair<std::string, std::string>> const &fields);
    // The same as a form with files does it (multipart/form-data).
    struct File {
        std::string field, name, type, bytes;
    };
    Browser &send_files(std::string const &path,
                        std::vector<std::pair<std::string, std::string>> const &fields,
                        std::vector<File> const &files);
    Browser &log_in(std::string const &email, std::string const &password = Town::password);

    http::Response request(
        http::Request request); // one exchange, cookies kept, no redirect followed
    int status() const { return last_.status; }
    std::string header(std::string_view name) const { return std::string{last_.header(name)}; }
    std::string body() const { return std::string{last_.content()}; }
    std::string const &path() const { return path_; }
    bool says(std::string_view text) const { return body().find(text) != std::string::npos; }
    // The value of the first attribute name="value" after `mark` in the page:
    // value_after("name=\"code\"", "value").
    std::string value_after(std::string_view mark, std::string_view attribute = "value") const;
    std::map<std::string, std::string> cookies;

private:
    void follow(http::Response response);
    std::vector<http::Header> from_this_page() const; // as a browser says it of a form
    std::vector<std::pair<std::string, std::string>> with_hidden(
        std::string const &path, std::vector<std::pair<std::string, std::string>> fields);
    Town &town_;
    std::string language_, path_, csrf_;
    http::Response last_;
};

// One person's other program: the API with a token.
class Phone {
public:
    Phone(Town &town, std::string token) : town_(town), token_(std::move(token)) {}
    static Phone of(Town &town, std::string const &email,
                    std::string const &password = Town::password);

    struct Answer {
        int status = 0;
        boost::json::value body;
        std::string text, etag;
        boost::json::value const &operator[](std::string_view key) const { return body.at(key); }
        std::string word(std::string_view key) const {
            return std::string{std::string_view{body.at(key).as_string()}};
        }
    };
    Answer call(http::Method method, std::string const &path,
                boost::json::value const &body = nullptr, std::vector<http::Header> headers = {});
    // A file as the bare body.
    Answer upload(std::string const &path, std::string type, std::string bytes);
    Answer get(std::string const &path) { return call(http::Method::get, path); }
    Answer post(std::string const &path, boost::json::value const &body = nullptr) {
        return call(http::Method::post, path, body);
    }
    Answer patch(std::string const &path, boost::json::value const &body,
                 std::vector<http::Header> headers = {}) {
        return call(http::Method::patch, path, body, std::move(headers));
    }
    Answer drop(std::string const &path, std::vector<http::Header> headers = {}) {
        return call(http::Method::del, path, nullptr, std::move(headers));
    }
    std::string const &token() const { return token_; }

private:
    Answer ask(http::Method method, std::string const &path, std::string body,
               std::vector<http::Header> headers);
    Town &town_;
    std::string token_;
};

// A request as net would hand it over.
http::Request request_for(http::Method method, std::string target, std::string body = {},
                          std::vector<http::Header> headers = {});

// The body once on each engine, in a fresh town.
void in_each_town(std::function<void(Town &)> const &body, app::Config const &config = {});

} // namespace goen::tests
