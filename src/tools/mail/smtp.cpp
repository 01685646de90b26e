// SPDX-License-Identifier: Apache-2.0
// SMTP through libcurl, on one thread of its own. A letter the server refuses for good (5xx) is
// given up and said so in the log; all other trouble is tried again, later each time.
#include "base/log.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "mail/address.hpp"
#include "mail/postman.hpp"
#include "mail/spool.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <condition_variable>
#include <cstring>
#include <deque>
#include <mutex>
#include <thread>
#include <unistd.h>

namespace goen::mail {
namespace {

using Steady = std::chrono::steady_clock;

struct Waiting {
    std::string to, from, eml, file; // from: MAIL FROM; file: its copy on disk, or ""
    int tries = 0;
    Steady::time_point due{};
};

enum class Outcome { delivered, later, never };

constexpr seconds looked_at_every{5}; // the queue folder, for letters of other processes

struct Reading {
    std::string_view rest;
};

std::size_t give_bytes(char *to, std::size_t size, std::size_t count, void *from) {
    auto &reading = *static_cast<Reading *>(from);
    auto const length = std::min(size * count, reading.rest.size());
    std::memcpy(to, reading.rest.data(), length);
    reading.rest.remove_prefix(length);
    return length;
}

int stop_asked(void *stop, curl_off_t, curl_off_t, curl_off_t, curl_off_t) {
    return static_cast<std::stop_token const *>(stop)->stop_requested() ? 1 : 0;
}

bool is_this_machine(std::string_view url) {
    auto const start = url.find("://");
    auto const host = start == url.npos ? url : url.substr(start + 3);
    return host.starts_with("localhost") || host.starts_with("127.") || host.starts_with("[::1]");
}

class SmtpPostman final : public Postman {
public:
    SmtpPostman(SmtpOptions options, Clock &clock) : options_(std::move(options)), clock_(clock) {
        static std::once_flag once;
        std::call_once(once, [] { curl_global_init(CURL_GLOBAL_DEFAULT); });
        if (!options_.queue_folder.empty()) {
            make_folder(options_.queue_folder);
            take_up_kept_letters();
        }
        thread_ = std::jthread{[this](std::stop_token stop) { deliver_until(stop); }};
    }

    ~SmtpPostman() override {
        thread_.request_stop();
        arrived_.notify_all();
        thread_.join();
        auto const lost = std::count_if(waiting_.begin(), waiting_.end(),
                                        [](Waiting const &w) { return w.file.empty(); });
        if (lost > 0)
            log::warn("letters were still waiting at the end and are lost",
                      {{"letters", std::int64_t{lost}}});
    }

    bool post(Letter letter) override {
        auto const now = clock_.now();
        auto const domain = std::string{bare_address(options_.from)};
        auto const id =
            hex(random_.bytes(16)) + '@' + ascii_domain(domain.substr(domain.rfind('@') + 1));
        Waiting waiting{letter.to, sender_of(letter), to_eml(letter, options_.from, id, now), "",
                        0,         Steady::now()};
        {
            std::lock_guard const lock{mutex_};
            if (waiting_.size() >= options_.most_waiting) {
                log::error("the mail queue is full: a letter was not taken",
                           {{"waiting", waiting_.size()}});
                return false;
            }
        }
        // So that looking into the folder does not find the letter between the two.
        std::lock_guard const folder{folder_mutex_};
        if (!options_.queue_folder.empty()) {
            try {
                waiting.file = keep_letter(options_.queue_folder, waiting.eml, now);
            } catch (Trouble const &trouble) {
                log::error("a letter waits in memory only", {{"why", trouble.what()}});
            }
        }
        {
            std::lock_guard const lock{mutex_};
            waiting_.push_back(std::move(waiting));
        }
        arrived_.notify_one();
        return true;
    }

    Undelivered undelivered() override {
        std::lock_guard const lock{mutex_};
        auto const waiting = std::count_if(waiting_.begin(), waiting_.end(),
                                           [](Waiting const &w) { return w.tries > 0; });
        return {waiting, given_up_};
    }

private:
    std::string sender_of(Letter const &letter) const {
        return letter.envelope_from.empty() ? std::string{bare_address(options_.from)}
                                            : letter.envelope_from;
    }
    // Letters of before this program began, and those that other processes put there meanwhile.
    void take_up_kept_letters() {
        std::lock_guard const folder{folder_mutex_};
        auto const is_known = [&](std::string const &path) {
            std::lock_guard const lock{mutex_};
            return std::any_of(waiting_.begin(), waiting_.end(),
                               [&](Waiting const &one) { return one.file == path; });
        };
        for (auto const &name : kept_files(options_.queue_folder)) {
            if (waiting_.size() >= options_.most_waiting) break;
            auto const path = options_.queue_folder + '/' + name;
            if (is_known(path)) continue;
            auto eml = read_letter_file(path);
            auto const letter = eml ? from_eml(*eml) : std::nullopt;
            if (!letter || !is_one_address(letter->to)) continue;
            std::lock_guard const lock{mutex_};
            waiting_.push_back(
                {letter->to, sender_of(*letter), std::move(*eml), path, 0, Steady::now()});
        }
        looked_at_ = Steady::now();
    }

    void deliver_until(std::stop_token const &stop) {
        std::unique_lock lock{mutex_};
        while (!stop.stop_requested()) {
            bool const has_folder = !options_.queue_folder.empty();
            if (has_folder && Steady::now() - looked_at_ >= looked_at_every) {
                lock.unlock();
                take_up_kept_letters(); // this thread holds none of them now
                lock.lock();
            }
            auto const look_again = looked_at_ + looked_at_every;
            auto const next =
                std::min_element(waiting_.begin(), waiting_.end(),
                                 [](Waiting const &a, Waiting const &b) { return a.due < b.due; });
            if (next == waiting_.end()) {
                auto const has_some = [&] { return !waiting_.empty(); };
                if (has_folder)
                    arrived_.wait_until(lock, stop, look_again, has_some);
                else
                    arrived_.wait(lock, stop, has_some);
                continue;
            }
            if (next->due > Steady::now()) {
                auto const due = has_folder ? std::min(next->due, look_again) : next->due;
                arrived_.wait_until(lock, stop, due, [&] {
                    return std::any_of(waiting_.begin(), waiting_.end(),
                                       [&](Waiting const &w) { return w.due < due; });
                });
                continue;
            }
            Waiting letter = std::move(*next);
            waiting_.erase(next);
            lock.unlock();
            auto const outcome = deliver(letter, stop);
            if (outcome != Outcome::later && !letter.file.empty()) ::unlink(letter.file.c_str());
            lock.lock();
            if (outcome == Outcome::never) ++given_up_;
            if (outcome == Outcome::later) {
                auto const doublings = std::min(letter.tries, 20);
                auto const wait = std::min<milliseconds>(
                    options_.first_retry * (std::int64_t{1} << doublings), std::chrono::hours{1});
                ++letter.tries;
                letter.due = Steady::now() + wait;
                waiting_.push_back(std::move(letter));
            }
        }
    }

    Outcome deliver(Waiting const &letter, std::stop_token const &stop) {
        if (!curl_) curl_.reset(curl_easy_init());
        if (!curl_) return Outcome::later;
        CURL *const curl = curl_.get();
        curl_easy_reset(curl); // keeps the connection: the next letter goes over the same one

        auto const sender = '<' + wire_address(letter.from) + '>';
        std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> const recipients{
            curl_slist_append(nullptr, ('<' + wire_address(letter.to) + '>').c_str()),
            &curl_slist_free_all};
        Reading reading{letter.eml};
        bool const has_password = !options_.user.empty();
        curl_easy_setopt(curl, CURLOPT_URL, options_.url.c_str());
        curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
        curl_easy_setopt(curl, CURLOPT_USE_SSL,
                         static_cast<long>(has_password && !is_this_machine(options_.url)
                                               ? CURLUSESSL_ALL
                                               : CURLUSESSL_TRY));
        if (has_password) {
            curl_easy_setopt(curl, CURLOPT_USERNAME, options_.user.c_str());
            curl_easy_setopt(curl, CURLOPT_PASSWORD, options_.password.c_str());
        }
        curl_easy_setopt(curl, CURLOPT_MAIL_FROM, sender.c_str());
        curl_easy_setopt(curl, CURLOPT_MAIL_RCPT, recipients.get());
        curl_easy_setopt(curl, CURLOPT_UPLOAD, 1L);
        curl_easy_setopt(curl, CURLOPT_READFUNCTION, &give_bytes);
        curl_easy_setopt(curl, CURLOPT_READDATA, &reading);
        curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT, 20L);
        curl_easy_setopt(curl, CURLOPT_TIMEOUT, 120L);
        curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
        curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
        curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, &stop_asked);
        curl_easy_setopt(curl, CURLOPT_XFERINFODATA, &stop);

        auto const code = curl_easy_perform(curl);
        long answer = 0;
        curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer);
        if (code == CURLE_OK) return Outcome::delivered;
        if (stop.stop_requested()) return Outcome::later;
        // 535 is our own password being wrong: an operator can mend that, so the letter waits.
        bool const is_refused = answer >= 500 && answer < 600 && answer != 530 && answer != 535;
        if (is_refused || letter.tries + 1 >= options_.most_tries) {
            log::error("a letter could not be delivered and is given up",
                       {{"answer", std::int64_t{answer}},
                        {"curl", curl_easy_strerror(code)},
                        {"tries", letter.tries + 1}});
            return Outcome::never;
        }
        log::warn("a letter could not be delivered yet", {{"answer", std::int64_t{answer}},
                                                          {"curl", curl_easy_strerror(code)},
                                                          {"tries", letter.tries + 1}});
        return Outcome::later;
    }

    struct CurlEnd {
        void operator()(CURL *curl) const { curl_easy_cleanup(curl); }
    };
    SmtpOptions options_;
    Clock &clock_;
    SystemRandom random_;
    std::unique_ptr<CURL, CurlEnd> curl_; // the delivering thread's own
    std::mutex folder_mutex_;             // before mutex_
    Steady::time_point looked_at_{};
    std::mutex mutex_;
    std::condition_variable_any arrived_;
    std::deque<Waiting> waiting_;
    std::int64_t given_up_ = 0;
    std::jthread thread_;
};

} // namespace

std::unique_ptr<Postman> smtp_postman(SmtpOptions options, Clock &clock) {
    return std::make_unique<SmtpPostman>(std::move(options), clock);
}

} // namespace goen::mail
