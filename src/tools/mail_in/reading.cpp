// SPDX-License-Identifier: Apache-2.0
// From the parts of a letter to what it says.
#include "base/text.hpp"
#include "mail_in/mime.hpp"

#include <algorithm>

namespace goen::mail_in {
namespace {

struct Piece {
    bool is_html = false;
    std::string text; // UTF-8
};
struct Found {
    std::vector<Piece> pieces;
    std::vector<Attachment> attachments;
};

bool is_blank(std::string_view text) { return trimmed(text).empty(); }

std::string_view value_of(Mime const &mime, std::string_view name) {
    for (auto const &field : mime.head) {
        if (field.name == name) return field.value;
    }
    return {};
}
bool has(Mime const &mime, std::string_view name) { return !value_of(mime, name).empty(); }

// What a picture inside of an HTML letter has to be to count as a photograph: the decorations of
// phones' mail (デコメ) and the logos of signatures are small.
constexpr std::size_t least_photo = 20'000;

bool is_machine_part(std::string_view type, std::string_view name) {
    return type == "application/pgp-signature" || type == "application/pkcs7-signature" ||
           type == "application/x-pkcs7-signature" || type == "application/ms-tnef" ||
           type.starts_with("message/") || type == "text/rfc822-headers" || name == "winmail.dat" ||
           type == "application/pgp-keys";
}

void take_leaf(Leaf const &leaf, bool in_related, Limits const &limits, Found &found) {
    bool const is_image = leaf.type.starts_with("image/");
    bool const is_text = leaf.type == "text/plain" || leaf.type == "text/html";
    if (is_text && !leaf.is_attachment && leaf.name.empty()) {
        auto bytes = std::string_view{leaf.bytes};
        // At the end of a line, so that no character is cut.
        if (bytes.size() > limits.text_bytes)
            bytes =
                bytes.substr(0, std::min(bytes.rfind('\n', limits.text_bytes), limits.text_bytes));
        auto text = as_utf8(bytes, leaf.charset);
        if (leaf.is_flowed && leaf.type == "text/plain") text = unflowed(text, leaf.removes_space);
        found.pieces.push_back({leaf.type == "text/html", std::move(text)});
        return;
    }
    if (is_machine_part(leaf.type, leaf.name) || leaf.bytes.empty()) return;
    if (in_related && !leaf.is_attachment && (!is_image || leaf.bytes.size() < least_photo)) return;
    if (leaf.type == "text/calendar" && !leaf.is_attachment) return;
    found.attachments.push_back({leaf.name, leaf.bytes, is_image});
}

void take(Part const &part, bool in_related, Limits const &limits, Found &found) {
    if (part.is_leaf) return take_leaf(part.leaf, in_related, limits, found);
    bool const is_related = part.type == "multipart/related";
    if (part.type == "multipart/signed") { // the signature is not for people
        if (!part.parts.empty()) take(part.parts.front(), in_related, limits, found);
        return;
    }
    if (part.type != "multipart/alternative") {
        for (auto const &one : part.parts) take(one, in_related || is_related, limits, found);
        return;
    }
    Found inside;
    for (auto const &one : part.parts) take(one, in_related, limits, inside);
    bool const has_plain =
        std::any_of(inside.pieces.begin(), inside.pieces.end(),
                    [](Piece const &piece) { return !piece.is_html && !is_blank(piece.text); });
    std::erase_if(inside.pieces, [&](Piece const &piece) { return piece.is_html == has_plain; });
    for (auto &piece : inside.pieces) found.pieces.push_back(std::move(piece));
    for (auto &one : inside.attachments) found.attachments.push_back(std::move(one));
}

Leaf const *find_leaf(Part const &part, std::string_view type) {
    if (part.is_leaf) return part.leaf.type == type ? &part.leaf : nullptr;
    for (auto const &one : part.parts) {
        if (auto const *leaf = find_leaf(one, type)) return leaf;
    }
    return nullptr;
}

bool is_status(std::string_view text) {
    // RFC 3463: class "." subject "." detail
    if (text.size() < 5 || text[1] != '.' || (text[0] != '2' && text[0] != '4' && text[0] != '5'))
        return false;
    auto const dot = text.find('.', 2);
    return dot != text.npos && dot + 1 < text.size() && text.size() <= 9 &&
           std::all_of(text.begin(), text.end(),
                       [](char c) { return c == '.' || (c >= '0' && c <= '9'); });
}

// RFC 3464: blocks of fields; the first that says what became of a recipient.
Bounce bounce_of_report(std::string_view report) {
    Bounce bounce;
    std::string action;
    auto const text = with_unix_lines(report.substr(0, 200'000));
    for (auto const line : split(text, '\n')) {
        auto const colon = line.find(':');
        if (colon == line.npos) continue;
        auto const name = lower_ascii(trimmed(line.substr(0, colon)));
        auto value = trimmed(line.substr(colon + 1));
        if (name == "final-recipient" && bounce.recipient.empty()) {
            auto const semicolon = value.find(';');
            bounce.recipient =
                std::string{trimmed(semicolon == value.npos ? value : value.substr(semicolon + 1))};
        } else if (name == "action" && action.empty()) {
            action = lower_ascii(value);
        } else if (name == "status" && bounce.status.empty()) {
            auto const status = value.substr(0, value.find_first_of(" (\t"));
            if (is_status(status)) bounce.status = std::string{status};
        }
    }
    bounce.is_failure = action.empty() || action == "failed";
    if (bounce.status.empty()) bounce.status = bounce.is_failure ? "5.0.0" : "4.0.0";
    if (bounce.status.front() == '2') bounce.is_failure = false;
    return bounce;
}

// A report in prose: what looks like a status of SMTP.
Bounce bounce_of_text(std::string_view text) {
    Bounce bounce;
    auto const words = text.substr(0, 20'000);
    for (std::size_t at = 0; at < words.size(); ++at) {
        bool const begins =
            at == 0 ||
            !(std::isalnum(static_cast<unsigned char>(words[at - 1])) != 0 || words[at - 1] == '.');
        if (!begins) continue;
        auto const end = words.find_first_not_of("0123456789.", at);
        auto const number = words.substr(at, end == words.npos ? words.npos : end - at);
        if (is_status(number) && number.front() != '2') {
            bounce.status = std::string{number};
            return bounce;
        }
        if (number.size() == 3 && (number.starts_with("55") || number.starts_with("45")))
            bounce.status = std::string{number.substr(0, 1)} + ".0.0";
    }
    if (bounce.status.empty()) bounce.status = "4.0.0"; // nobody is shut out for what is unclear
    return bounce;
}

bool is_daemon(Mime const &mime) {
    for (auto const &from : mime.from) {
        auto const local = lower_ascii(from.substr(0, from.find('@')));
        if (local == "mailer-daemon" || local == "postmaster" || local == "mailerdaemon")
            return true;
    }
    return false;
}

Kind kind_of(Mime const &mime, std::string_view own_domain) {
    auto const is = [&](std::string_view name, std::initializer_list<std::string_view> values) {
        auto const value = lower_ascii(value_of(mime, name));
        return std::find(values.begin(), values.end(), value) != values.end();
    };
    if (mime.body.type == "multipart/report")
        return mime.body.report_type == "delivery-status" ? Kind::bounce : Kind::automatic;
    if (is_daemon(mime)) return Kind::bounce;
    if (auto const loop = lower_ascii(value_of(mime, "x-goen-loop"));
        !loop.empty() && loop == lower_ascii(own_domain))
        return Kind::loop;
    if (is("x-spam-flag", {"yes"})) return Kind::spam;
    if (has(mime, "list-id") || has(mime, "list-post") || is("precedence", {"list"}))
        return Kind::list;
    auto const submitted = lower_ascii(value_of(mime, "auto-submitted"));
    auto const keyword =
        trimmed(std::string_view{submitted}.substr(0, submitted.find_first_of(";( ")));
    if ((!keyword.empty() && keyword != "no") || is("precedence", {"bulk", "junk", "auto_reply"}) ||
        has(mime, "x-autoreply") || has(mime, "x-autorespond") || has(mime, "x-auto-reply") ||
        has(mime, "x-mail-autoreply") || is("return-path", {"<>"}))
        return Kind::automatic;
    auto const subject = lower_ascii(mime.subject);
    for (auto const *start :
         {"automatic reply", "auto reply", "auto-reply", "autoreply", "out of office", "自動返信",
          "自動応答", "【自動返信", "[自動返信", "不在通知", "不在のお知らせ", "【不在"}) {
        if (subject.starts_with(start)) return Kind::automatic;
    }
    return Kind::reply;
}

std::string bare_id(std::string_view value) {
    auto const open = value.find('<'), close = value.find('>');
    if (open != value.npos && close != value.npos && open < close)
        return std::string{value.substr(open + 1, close - open - 1)};
    return std::string{trimmed(value)};
}

std::string bare_address(std::string_view value) {
    auto const open = value.rfind('<');
    auto text = open == value.npos ? value : value.substr(open + 1);
    return std::string{trimmed(text.substr(0, text.find('>')))};
}

// Those that the mail server of this machine put on top, at most.
std::vector<std::string> results_on_top(Mime const &mime) {
    std::vector<std::string> out;
    int received = 0;
    for (auto const &field : mime.head) {
        if (field.name == "received" && ++received > 1) break;
        if (field.name == "authentication-results") out.push_back(field.value);
    }
    return out;
}

} // namespace

Result<Letter> read(std::string_view bytes, Options const &options) {
    auto const mime = read_mime(bytes, options.limits);
    if (!mime) return mime.why();
    Letter letter;
    letter.kind = kind_of(*mime, options.own_domain);
    if (mime->from.size() == 1) letter.from = mime->from.front();
    // docomo's a..b.@ is no address to a strict reader.
    if (letter.from.find('@') == std::string::npos && mime->from.size() <= 1) {
        auto const raw = bare_address(value_of(*mime, "from"));
        auto const froms = std::count_if(mime->head.begin(), mime->head.end(),
                                         [](Field const &field) { return field.name == "from"; });
        letter.from = froms == 1 && std::count(raw.begin(), raw.end(), '@') == 1 ? raw : "";
    }
    if (letter.from.size() > 2 && letter.from.front() == '"') { // "a..b."@docomo.ne.jp
        auto const end = letter.from.rfind('"');
        if (end > 0 && end + 1 < letter.from.size() && letter.from[end + 1] == '@')
            letter.from = letter.from.substr(1, end - 1) + letter.from.substr(end + 1);
    }
    letter.to = mime->to;
    for (auto const &field : mime->head) {
        if (field.name == "delivered-to" || field.name == "x-original-to" ||
            field.name == "envelope-to")
            letter.to.push_back(bare_address(field.value));
    }
    letter.subject = mime->subject;
    letter.message_id = bare_id(value_of(*mime, "message-id"));
    auto const domain = letter.from.substr(letter.from.rfind('@') + 1);
    if (!options.trusted_server.empty())
        letter.proof = proof_of(results_on_top(*mime), options.trusted_server, domain);

    Found found;
    take(mime->body, false, options.limits, found);
    std::string text;
    for (auto const &piece : found.pieces) {
        if (!text.empty()) text += '\n';
        text += piece.is_html ? text_of_html(piece.text) : piece.text;
    }
    if (letter.kind == Kind::bounce) {
        auto const *report = find_leaf(mime->body, "message/delivery-status");
        if (!report) report = find_leaf(mime->body, "message/global-delivery-status");
        letter.bounce = report && !report->bytes.empty() ? bounce_of_report(report->bytes)
                                                         : bounce_of_text(text);
        return letter;
    }
    letter.text = as_utf8(new_text(as_utf8(text, "utf-8")), "utf-8");
    letter.attachments = std::move(found.attachments);
    return letter;
}

} // namespace goen::mail_in
