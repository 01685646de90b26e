// SPDX-License-Identifier: Apache-2.0
// A letter somebody sends: what is read of it is clean text, and reading its text again changes
// nothing.
#include "mail_in/mail_in.hpp"
#include "base/text.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view const bytes{reinterpret_cast<char const *>(data), size};
    auto const letter = mail_in::read(bytes, {{}, "goen.example", "mx.goen.example"});
    if (!letter) {
        if (letter.why().message.empty()) std::abort();
        return 0;
    }
    for (auto const *text : {&letter->text, &letter->subject, &letter->message_id, &letter->from}) {
        if (!is_clean_utf8(*text)) std::abort();
    }
    if (letter->message_id.find('\n') != std::string::npos) std::abort();
    for (auto const &one : letter->attachments) {
        if (!is_clean_utf8(one.name) || one.name.find('\n') != std::string::npos) std::abort();
    }
    if (letter->kind == mail_in::Kind::bounce && !letter->bounce) std::abort();
    if (!is_clean_utf8(mail_in::as_utf8(bytes, "iso-2022-jp"))) std::abort();
    return 0;
}
