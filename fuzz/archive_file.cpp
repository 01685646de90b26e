// SPDX-License-Identifier: Apache-2.0
// An archive of another goen. The input is either the zip file itself, or (beginning with "=") the
// files of one, each after a line "=NAME": the second way reaches what lies behind checksums.
// What is read is clean and fits the book, or the refusal has words.
#include "archive/reading.hpp"
#include "base/text.hpp"
#include "contacts/notes.hpp"

#include <cstdlib>

using namespace goen;

extern "C" int LLVMFuzzerTestOneInput(unsigned char const *data, std::size_t size) {
    std::string_view input{reinterpret_cast<char const *>(data), size};
    std::string zipped;
    if (input.starts_with('=')) {
        archive::ZipWriter zip{from_millis(1'790'000'000'000)};
        for (int files = 0; input.starts_with('=') && files < 100; ++files) {
            auto const line = input.substr(1, input.find('\n') - 1);
            input.remove_prefix(std::min(input.size(), line.size() + 2));
            auto const end = input.find("\n=");
            auto const text = input.substr(0, end == input.npos ? input.size() : end + 1);
            input.remove_prefix(text.size());
            archive::ZipEntry entry{std::string{line.substr(0, 200)}};
            entry.write(text);
            zip.add(std::move(entry));
        }
        zipped = std::move(zip).finish();
        input = zipped;
    }
    archive::ReadLimits limits;
    limits.unpacked = 1u << 20, limits.line = 64u << 10;
    auto const content = archive::read_archive(input, limits);
    if (!content) {
        if (content.why().message.empty()) std::abort();
        return 0;
    }
    for (auto const &card : content->cards) {
        if (card.body.name.empty() || !card.body.photo.empty()) std::abort();
    }
    for (auto const &contact : content->contacts) {
        if (!contact.edit.body || contact.edit.body->name.empty()) std::abort();
        if (!is_clean_utf8(*contact.edit.memo) || !contacts::checked_memo(*contact.edit.memo))
            std::abort();
        for (auto const &[at, stored] : contact.ledger) {
            if (!is_clean_utf8(stored)) std::abort();
        }
    }
    for (auto const &one : content->left_out) {
        if (one.why.empty() || !is_clean_utf8(one.shown)) std::abort();
    }
    return 0;
}
