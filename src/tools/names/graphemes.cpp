// SPDX-License-Identifier: Apache-2.0
#include "names/graphemes.hpp"

#include "base/result.hpp"

#include <memory>
#include <unicode/brkiter.h>
#include <unicode/utext.h>

namespace goen::names {

std::vector<std::string_view> graphemes_of(std::string_view text) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<icu::BreakIterator> const clusters{
        icu::BreakIterator::createCharacterInstance(icu::Locale::getRoot(), status)};
    if (U_FAILURE(status)) throw Trouble{"ICU has no rules for characters"};
    // Over the bytes themselves, so that the borders are places in `text`.
    std::unique_ptr<UText, decltype(&utext_close)> const bytes{
        utext_openUTF8(nullptr, text.data(), static_cast<std::int64_t>(text.size()), &status),
        &utext_close};
    clusters->setText(bytes.get(), status);
    if (U_FAILURE(status)) throw Trouble{"ICU cannot read a text"};
    std::vector<std::string_view> found;
    auto from = clusters->first();
    for (auto to = clusters->next(); to != icu::BreakIterator::DONE; to = clusters->next()) {
        found.push_back(
            text.substr(static_cast<std::size_t>(from), static_cast<std::size_t>(to - from)));
        from = to;
    }
    return found;
}

} // namespace goen::names
