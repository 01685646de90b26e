// SPDX-License-Identifier: Apache-2.0
// A file somebody brings as vCard: what is read is clean text, and each person written out is one
// card again.
#include "base/text.hpp"
#include "i18n/charset.hpp"
#include "vcard/qr_text.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view const file{reinterpret_cast<char const *>(data), size};
    (void)vcard::looks_like_vcard(file);
    auto const read = vcard::read(
        file, {}, [](vcard::Person &&person, std::vector<vcard::Warning> &&, std::size_t) {
            for (auto const *text : {&person.full_name, &person.name.family, &person.kana.given,
                                     &person.note, &person.uid}) {
                if (!is_clean_utf8(*text)) std::abort();
            }
            for (auto const *list : {&person.phones, &person.emails, &person.urls}) {
                for (auto const &one : *list) {
                    if (one.value.empty() || !is_clean_utf8(one.value) || !is_clean_utf8(one.label))
                        std::abort();
                }
            }
            for (auto const version : {vcard::Version::v30, vcard::Version::v40}) {
                std::string out;
                vcard::write(out, person, version);
                if (!is_clean_utf8(out)) std::abort();
                std::size_t cards = 0;
                bool has_warnings = false;
                auto const again =
                    vcard::read(out, {},
                                [&](vcard::Person &&second, std::vector<vcard::Warning> &&warnings,
                                    std::size_t) {
                                    has_warnings |= !warnings.empty();
                                    if (second.phones.size() > person.phones.size() ||
                                        second.note != person.note)
                                        std::abort();
                                    ++cards;
                                    return true;
                                });
                if (!again || cards != 1 || has_warnings) std::abort();
            }
            if (vcard::mecard(person).find('\n') != std::string::npos) std::abort();
            (void)vcard::qr_vcard(person);
            return true;
        });
    if (!read && read.why().message.empty()) std::abort();
    return 0;
}
