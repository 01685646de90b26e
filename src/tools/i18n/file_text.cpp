// SPDX-License-Identifier: Apache-2.0
#include "i18n/file_text.hpp"

#include "base/result.hpp"
#include "base/text.hpp"

#include <unicode/ucnv.h>
#include <unicode/unistr.h>

#include <memory>

namespace goen::i18n {
namespace {

std::optional<std::string> decoded(std::string_view bytes, char const *charset) {
    UErrorCode status = U_ZERO_ERROR;
    std::unique_ptr<UConverter, decltype(&ucnv_close)> const converter{ucnv_open(charset, &status),
                                                                       &ucnv_close};
    if (U_FAILURE(status)) throw Trouble{std::string{"ICU has no table for "} + charset};
    // Anything the table does not know ends it, instead of becoming a question mark.
    ucnv_setToUCallBack(converter.get(), UCNV_TO_U_CALLBACK_STOP, nullptr, nullptr, nullptr,
                        &status);
    std::u16string units(bytes.size() + 1, u'\0');
    auto const size =
        ucnv_toUChars(converter.get(), units.data(), static_cast<std::int32_t>(units.size()),
                      bytes.data(), static_cast<std::int32_t>(bytes.size()), &status);
    if (U_FAILURE(status)) return {};
    std::string out;
    icu::UnicodeString{false, units.data(), size}.toUTF8String(out);
    return out;
}

} // namespace

std::optional<std::string> text_of_file(std::string_view bytes) {
    constexpr std::size_t most = 64 << 20;
    if (bytes.size() > most) return {};
    if (bytes.starts_with("\xEF\xBB\xBF")) {
        bytes.remove_prefix(3);
        return is_utf8(bytes) ? std::optional{std::string{bytes}} : std::nullopt;
    }
    if (bytes.starts_with("\xFF\xFE")) return decoded(bytes.substr(2), "UTF-16LE");
    if (bytes.starts_with("\xFE\xFF")) return decoded(bytes.substr(2), "UTF-16BE");
    if (is_utf8(bytes)) return std::string{bytes};
    return decoded(bytes, "windows-31j");
}

} // namespace goen::i18n
