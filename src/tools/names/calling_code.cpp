// SPDX-License-Identifier: Apache-2.0
#include "names/calling_code.hpp"

#include <algorithm>
#include <iterator>

namespace goen::names {
namespace {

// 0 is dialled before a number.
constexpr std::string_view trunk_is_0[] = {
    "20",  "27",  "31",  "32",  "33",  "40",  "41",  "43",  "44",  "46",  "49",  "51",  "53",
    "54",  "55",  "57",  "58",  "60",  "61",  "62",  "63",  "64",  "66",  "81",  "82",  "84",
    "86",  "90",  "91",  "92",  "93",  "94",  "95",  "98",  "211", "212", "213", "218", "231",
    "232", "233", "234", "243", "249", "250", "251", "252", "254", "255", "256", "260", "261",
    "262", "263", "264", "265", "291", "353", "355", "358", "359", "370", "373", "374", "377",
    "380", "381", "382", "383", "385", "386", "387", "389", "421", "423", "508", "590", "591",
    "593", "594", "595", "596", "598", "686", "850", "855", "856", "880", "886", "961", "962",
    "963", "964", "966", "967", "970", "971", "972", "976", "977", "994", "995", "996"};
// Nothing is dialled before a number; the last ones are no countries but services.
constexpr std::string_view no_trunk[] = {
    "30",  "34",  "39",  "45",  "47",  "48",  "52",  "56",  "65",  "216", "220", "221",
    "222", "223", "224", "225", "226", "227", "228", "229", "230", "235", "236", "237",
    "238", "239", "240", "241", "242", "244", "245", "246", "247", "248", "253", "257",
    "258", "266", "267", "268", "269", "290", "297", "298", "299", "350", "351", "352",
    "354", "356", "357", "371", "372", "376", "378", "420", "500", "501", "502", "503",
    "504", "505", "506", "507", "509", "592", "597", "599", "670", "672", "673", "674",
    "675", "676", "677", "678", "679", "680", "681", "682", "683", "685", "687", "688",
    "689", "690", "691", "800", "808", "852", "853", "870", "878", "881", "882", "883",
    "888", "960", "965", "968", "973", "974", "975", "979", "992", "998"};
// Of these, where a number may begin with 0.
constexpr std::string_view may_begin_with_0[] = {"39",  "47",  "225", "226", "227", "229", "241",
                                                 "242", "247", "267", "268", "378", "501", "507",
                                                 "676", "679", "687", "853", "974", "992"};

struct Other {
    std::string_view code, trunk;
    std::size_t longest; // national number, without the trunk prefix
};
constexpr Other other_trunk[] = {{"1", "1", 10},  {"692", "1", 7}, {"7", "8", 10},
                                 {"375", "8", 9}, {"993", "8", 8}, {"36", "06", 9}};

template <std::size_t N> bool has(std::string_view const (&list)[N], std::string_view code) {
    return std::find(std::begin(list), std::end(list), code) != std::end(list);
}

Other const *find_other(std::string_view code) {
    auto const *const found = std::find_if(std::begin(other_trunk), std::end(other_trunk),
                                           [&](Other const &one) { return one.code == code; });
    return found == std::end(other_trunk) ? nullptr : found;
}

} // namespace

std::optional<CallingCode> calling_code(std::string_view digits) {
    for (std::size_t size = 1; size <= 3 && size <= digits.size(); ++size) {
        auto const code = digits.substr(0, size);
        if (auto const *const one = find_other(code)) return CallingCode{code, one->trunk, false};
        if (has(trunk_is_0, code)) return CallingCode{code, "0", false};
        if (has(no_trunk, code)) return CallingCode{code, "", has(may_begin_with_0, code)};
    }
    return {};
}

std::string_view without_trunk(CallingCode const &code, std::string_view number) {
    auto const *const one = find_other(code.code);
    bool const is_first_digit_too = one && code.trunk[0] != '0';
    if (!code.trunk.empty() && number.starts_with(code.trunk) &&
        (!is_first_digit_too || number.size() > one->longest)) {
        number.remove_prefix(code.trunk.size());
    } else if (number.starts_with('0') && !code.keeps_zero) {
        number.remove_prefix(1); // no number there begins with it: written out of habit, +45 (0)33
    }
    return number;
}

} // namespace goen::names
