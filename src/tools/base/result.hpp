// SPDX-License-Identifier: Apache-2.0
// Three kinds of error, three mechanisms. A refusal (a person can cause it) is a value: Result<T>.
// Trouble (the world broke) is an exception, caught once in the pipeline. A bug is ensure().
#pragma once

#include "base/time.hpp"

#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace goen {

// Why something was refused; pages and API map it to a status: 404 403 409 422 429 401 413 415
// 412.
enum class Reason {
    not_found,
    forbidden,
    conflict,
    invalid,
    too_many,
    unauthenticated,
    too_large,
    unsupported,
    changed // since the version that If-Match names
};

// A sentence for a person: an English msgid with {1} {2} … for the arguments. It is translated
// where it is shown (i18n::Words), so code far from any page can speak. Mark each msgid with
// N_(...).
struct Sentence {
    std::string msgid;
    std::vector<std::string> args;
    Sentence() = default;
    Sentence(char const *id) : msgid(id) {}
    Sentence(std::string id, std::vector<std::string> with = {})
        : msgid(std::move(id)), args(std::move(with)) {}
    bool empty() const { return msgid.empty(); }
};
#define N_(msgid) msgid

// One field of a form or JSON body that was wrong: its path ("family_kana", "emails.0.value").
struct FieldError {
    std::string field;
    Sentence why;
};

struct Refusal {
    Reason reason = Reason::invalid;
    Sentence message;
    std::vector<FieldError> fields;
    seconds retry_after{0}; // for too_many

    // About one field of a form or body.
    static Refusal field(std::string name, Sentence why, Reason reason = Reason::invalid) {
        return {reason, why, {{std::move(name), why}}, {}};
    }
};

// A value, or the refusal that stands in its place.
template <class T> class [[nodiscard]] Result {
public:
    Result(T value) : state_(std::move(value)) {}
    Result(Refusal refusal) : state_(std::move(refusal)) {}

    explicit operator bool() const { return state_.index() == 0; }
    bool has_value() const { return state_.index() == 0; }
    T &operator*() & { return std::get<0>(state_); }
    T const &operator*() const & { return std::get<0>(state_); }
    T &&operator*() && { return std::get<0>(std::move(state_)); }
    T *operator->() { return &std::get<0>(state_); }
    T const *operator->() const { return &std::get<0>(state_); }
    Refusal const &why() const { return std::get<1>(state_); }

private:
    std::variant<T, Refusal> state_;
};

template <> class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Refusal refusal) : refusal_(std::move(refusal)) {}
    explicit operator bool() const { return !refusal_; }
    bool has_value() const { return !refusal_; }
    Refusal const &why() const { return *refusal_; }

private:
    std::optional<Refusal> refusal_;
};
using Done = Result<void>;

// The world broke: disk full, database away. The pipeline answers a calm 503.
struct Trouble : std::runtime_error {
    using std::runtime_error::runtime_error;
};

// We broke. Throws std::logic_error; one request dies, the log gets the reason.
[[noreturn]] void bug(char const *why, char const *file, int line);
#define ensure(condition, why) ((condition) ? void() : ::goen::bug((why), __FILE__, __LINE__))

} // namespace goen
