// SPDX-License-Identifier: Apache-2.0
// The one place that knows GMime: a letter's head and the leaves of its body, as values.
#pragma once

#include "mail_in/mail_in.hpp"

#include <functional>

namespace goen::mail_in {

struct Field {
    std::string name;  // lower case
    std::string value; // encoded words decoded, clean UTF-8, one line
};

struct Leaf {         // a part without parts
    std::string type; // "text/plain", lower case
    std::string charset, name;
    bool is_attachment = false; // as its Content-Disposition says
    bool is_flowed = false, removes_space = false;
    std::string bytes; // decoded
};

struct Part {         // a leaf, or several
    std::string type; // of several: "multipart/mixed" …
    std::string report_type;
    std::vector<Part> parts;
    Leaf leaf;
    bool is_leaf = false;
};

struct Mime {
    std::vector<Field> head;           // in order
    std::vector<std::string> from, to; // bare addresses; to: of To and Cc
    std::string subject;
    Part body;
};

// Refused over the limits, or when it is no letter.
Result<Mime> read_mime(std::string_view bytes, Limits const &limits);

} // namespace goen::mail_in
