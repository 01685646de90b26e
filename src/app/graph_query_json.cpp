// SPDX-License-Identifier: Apache-2.0
// The lines of goen graph query.
#include "app/graph_commands.hpp"
#include "graph/graph.hpp"
#include "i18n/words.hpp"
#include "transfer/refs.hpp"
#include "web/schema.hpp"

#include <boost/json.hpp>

#include <algorithm>

namespace goen::app {
namespace {

namespace json = boost::json;
using json::value;

constexpr std::size_t max_line = 1 << 20;

struct Question {
    json::object const &line;
    transfer::Refs const &refs;
    std::string fault; // the first one

    MemberId member(char const *key) {
        auto const *const found = line.if_contains(key);
        if (!found || !found->is_string())
            return fail(std::string{key} + " must be a ref"), MemberId{};
        auto const id = refs.find(std::string_view{found->get_string()});
        if (!id) fail("there is nobody with the ref of " + std::string{key});
        return id.value_or(MemberId{});
    }
    std::uint64_t number(char const *key, std::uint64_t otherwise) {
        auto const *const found = line.if_contains(key);
        if (!found) return otherwise;
        if (found->is_int64() && found->get_int64() >= 0)
            return static_cast<std::uint64_t>(found->get_int64());
        if (found->is_uint64()) return found->get_uint64();
        return fail(std::string{key} + " must be a whole number, 0 or more"), otherwise;
    }
    bool yes(char const *key) {
        auto const *const found = line.if_contains(key);
        if (!found) return false;
        if (!found->is_bool()) fail(std::string{key} + " must be true or false");
        return found->is_bool() && found->get_bool();
    }
    void fail(std::string why) {
        if (fault.empty()) fault = std::move(why);
    }
    value list(std::vector<MemberId> const &ids) const {
        json::array out;
        for (auto const id : ids) out.push_back(value(refs.of(id)));
        return value(std::move(out));
    }
};

struct Answered {
    value answer;
    bool is_exact = true;
};

template <class Answer, class Told>
std::optional<Answered> told(Question &question, Result<Answer> const &answer, Told &&to_json) {
    if (!answer) {
        i18n::Words const w{i18n::Language::en};
        question.fail(w(answer.why().message));
        return std::nullopt;
    }
    return Answered{to_json(*answer), answer->is_exact};
}

std::optional<Answered> answer(Question &question, graph::Live const &live) {
    auto const *const q = question.line.if_contains("q");
    std::string const kind =
        q && q->is_string() ? std::string{std::string_view{q->get_string()}} : "";
    bool const is_of_two =
        kind == "degree" || kind == "distance" || kind == "mutual" || kind == "paths";
    if (!is_of_two && kind != "second" && kind != "suggest") {
        question.fail("q must be degree, distance, mutual, second, suggest or paths");
        return std::nullopt;
    }
    auto const a = question.member("a");
    auto const b = is_of_two ? question.member("b") : MemberId{};
    auto const k = question.number("k", kind == "paths" ? 3 : 10);
    auto const budget = question.number("budget", 0);
    bool const over_bridges = question.yes("bridges");
    if (!question.fault.empty()) return std::nullopt;
    auto reading = live.read(graph::View::everything(), {.ties = budget});
    if (kind == "degree") {
        return told(question, reading.degree(a, b), [](graph::Degree const &d) {
            return d.degree == 0 ? value(nullptr) : value(d.degree);
        });
    }
    if (kind == "distance") {
        return told(question, reading.distance(a, b), [](graph::Distance const &d) {
            return d.hops ? value(*d.hops) : value(nullptr);
        });
    }
    if (kind == "mutual") {
        return told(question, reading.mutual(a, b, ~std::size_t{0}),
                    [&](graph::Mutual const &mutual) {
                        std::vector<std::string> refs;
                        for (auto const id : mutual.first) refs.push_back(question.refs.of(id));
                        std::sort(refs.begin(), refs.end());
                        return value(json::array(refs.begin(), refs.end()));
                    });
    }
    if (kind == "second") {
        return told(question, reading.second(a),
                    [](graph::Second const &second) { return value(second.count); });
    }
    if (kind == "suggest") {
        return told(question, reading.suggest(a, {.k = k}),
                    [&](graph::Suggestions const &suggestions) {
                        json::array out;
                        for (auto const &[member, mutual] : suggestions.people) {
                            out.push_back(json::object{{"ref", question.refs.of(member)},
                                                       {"mutual", mutual}});
                        }
                        return value(std::move(out));
                    });
    }
    graph::PathsAsk ask;
    ask.k = k;
    ask.over_everybody = !over_bridges;
    return told(question, reading.paths(a, b, ask), [&](graph::Paths const &paths) {
        json::array out;
        for (auto const &path : paths.paths) out.push_back(question.list(path));
        return value(std::move(out));
    });
}

} // namespace

std::int64_t answer_lines(std::istream &in, std::ostream &out, graph::Live const &live,
                          transfer::Refs const &refs) {
    std::int64_t bad = 0;
    std::string line;
    for (std::int64_t number = 1;; ++number) {
        line.clear();
        bool is_end = false;
        for (auto *const bytes = in.rdbuf();;) {
            int const c = bytes->sbumpc();
            is_end = c == EOF;
            if (is_end || c == '\n') break;
            if (line.size() <= max_line) line += static_cast<char>(c);
        }
        if (is_end && line.empty()) break;
        std::string_view text = line;
        if (number == 1 && text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
        if (text.find_first_not_of(" \t\r") == text.npos) continue;
        auto const parsed =
            text.size() > max_line ? Result<value>{Refusal{}} : web::parse_json(text);
        json::object object;
        if (parsed && parsed->is_object()) {
            object = parsed->as_object();
            Question question{parsed->as_object(), refs, {}};
            if (auto answered = answer(question, live)) {
                object["answer"] = std::move(answered->answer);
                object["exact"] = answered->is_exact;
            } else {
                object["error"] = question.fault;
            }
        } else {
            ++bad;
            object["line"] = number;
            object["error"] = "this line is not a JSON object of at most 1 MiB";
        }
        out << json::serialize(object) << "\n";
    }
    out.flush();
    return bad;
}

} // namespace goen::app
