// SPDX-License-Identifier: Apache-2.0
// Live: what those who read a stream (GET /stream) are told of an event of the journal. Each room
// says it of its own events while the house is being built; afterwards threads share it.
//
//     live.on<RequestArrived>({"request", "exchange:read"},
//         [](store::Reader &, RequestArrived const &event, web::Live::Members const &) {
//             return web::Live::Members{event.other};
//         },
//         [&](store::Reader &reader, MemberId me, RequestArrived const &event) -> web::Live::Said {
//             if (!is_there(reader, me, event.request)) return {};
//             return boost::json::object{{"id", event.request.text()}};
//         });
//
// Both are asked on the stream's own thread when the event is sent, in one snapshot of that moment,
// never by the write that made the event: so what may not be seen any more is not told any more.
#pragma once

#include "store/events.hpp"

#include <boost/json/object.hpp>

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace goen::web {

// The name of an event on the wire, and the scope that a token needs to be told it; "" = every
// token.
struct LiveName {
    std::string_view name, scope;
};

class Live {
public:
    using Members = std::vector<MemberId>;
    using Said = std::optional<boost::json::object>;

    // `readers`: whom it may concern, named by the event or its rows, or some of `connected` (who
    // reads a stream at this server now). The work must grow with those, not with who exists.
    // `say`: what one of them is told, or nothing when it is not for her now.
    template <store::TypedEvent E, class Readers, class Say>
    void on(LiveName name, Readers readers, Say say) {
        One one{name, {}, {}};
        one.readers = [readers = std::move(readers)](store::Reader &reader,
                                                     store::Event const &event,
                                                     Members const &connected) {
            return Members{readers(reader, *store::read<E>(event), connected)};
        };
        one.say = [say = std::move(say)](store::Reader &reader, MemberId me,
                                         store::Event const &event) {
            return Said{say(reader, me, *store::read<E>(event))};
        };
        kinds_[E::kind].told.push_back(std::move(one));
    }
    // What waits behind an entry of the menu (web/places.hpp) is another number now, for the
    // members that `who` gives: MemberId or Members.
    template <store::TypedEvent E, std::invocable<E const &> Who> void counts(Who who) {
        kinds_[E::kind].counted.push_back([who = std::move(who)](store::Event const &event) {
            if constexpr (std::same_as<std::invoke_result_t<Who, E const &>, Members>) {
                return who(*store::read<E>(event));
            } else {
                return Members{who(*store::read<E>(event))};
            }
        });
    }
    // A session or token of `E::member` may have ended: her streams are looked at, and closed.
    template <store::TypedEvent E> void ends_sessions() { kinds_[E::kind].ends_sessions = true; }

    // ---- for the stream ----
    struct One {
        LiveName name;
        std::function<Members(store::Reader &, store::Event const &, Members const &)> readers;
        std::function<Said(store::Reader &, MemberId, store::Event const &)> say;
    };
    struct Kind {
        std::vector<One> told;
        std::vector<std::function<Members(store::Event const &)>> counted;
        bool ends_sessions = false;
    };
    Kind const *find(std::string_view kind) const {
        auto const found = kinds_.find(kind);
        return found == kinds_.end() ? nullptr : &found->second;
    }

private:
    std::map<std::string_view, Kind> kinds_;
};

} // namespace goen::web
