// SPDX-License-Identifier: Apache-2.0
// Of vcard.cpp: content lines, the layer under properties. Works on bytes: the charsets a vCard may
// be in that are read line by line never use CR, LF, colon or semicolon inside a character, so a
// line is unfolded before it is decoded, and a fold that cut a character in two does no harm.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace goen::vcard {

struct Parameter {
    std::string name;  // lower case; "type" for the bare words of 2.1
    std::string value; // RFC 6868 undone
};

struct ContentLine {
    std::string_view group, name; // as written; views into the unfolded line
    std::vector<Parameter> parameters;
    std::string_view value;
    bool is_broken = false; // no colon, or no name

    std::string_view parameter(std::string_view lower_case_name) const; // the first, or ""
    bool has_type(std::string_view lower_case) const;
};
ContentLine parsed(std::string_view line);

// Gives the file's logical lines one after the other.
class Lines {
public:
    Lines(std::string_view file, std::size_t most_bytes) : file_(file), most_(most_bytes) {}

    // The next line, unfolded: continued lines (a space or tab in front), quoted-printable soft
    // breaks, base64 without its indentation. False at the end. Empty lines are passed over.
    bool next();
    std::string_view text() const { return text_; }
    std::size_t number() const { return number_; } // on which it began, from 1
    bool was_cut() const { return was_cut_; } // longer than the limit: the rest was passed over

private:
    std::string_view physical(); // the next one without its end
    bool at_end() const { return at_ >= file_.size(); }
    void append(std::string_view more);

    std::string_view file_;
    std::size_t most_, at_ = 0, line_ = 0, number_ = 0;
    std::string_view text_;
    std::string joined_;
    bool was_cut_ = false;
};

// Bytes of a quoted-printable value; what is no =XX stays as it is.
std::string from_quoted_printable(std::string_view text);

} // namespace goen::vcard
