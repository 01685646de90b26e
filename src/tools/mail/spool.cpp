// SPDX-License-Identifier: Apache-2.0
#include "mail/spool.hpp"

#include "base/log.hpp"
#include "base/random.hpp"
#include "base/text.hpp"
#include "mail/address.hpp"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <mutex>
#include <sys/stat.h>
#include <unistd.h>

namespace goen::mail {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void disk_refused(char const *what) {
    throw Trouble{std::string{"the mail folder: "} + what + ": " + std::strerror(errno)};
}

// 20261003T091500123Z: sorts by time and reads as one.
std::string stamp(Time at) {
    auto const text = rfc3339(at);
    std::array<char, 8> millis{};
    std::snprintf(millis.data(), millis.size(), "%03d",
                  static_cast<int>(((to_millis(at) % 1000) + 1000) % 1000));
    std::string out;
    for (char const c : text) {
        if (c != '-' && c != ':' && c != 'Z') out += c;
    }
    return out + millis.data() + 'Z';
}

std::optional<Time> time_of(std::string_view file) {
    if (file.size() < 19 || file[8] != 'T') return {};
    std::string text{file.substr(0, 4)};
    text += '-', text += file.substr(4, 2), text += '-', text += file.substr(6, 2), text += 'T';
    text += file.substr(9, 2), text += ':', text += file.substr(11, 2), text += ':',
        text += file.substr(13, 2);
    text += '.', text += file.substr(15, 3), text += 'Z';
    return parse_rfc3339(text);
}

class SpoolPostman final : public Postman {
public:
    SpoolPostman(std::string folder, std::string from, Clock &clock)
        : folder_(std::move(folder)), from_(std::move(from)), clock_(clock) {
        make_folder(folder_);
    }
    bool post(Letter letter) override {
        auto const now = clock_.now();
        auto const host = from_.substr(from_.rfind('@') + 1);
        auto const id = hex(random_.bytes(16)) + '@' + ascii_domain(host.substr(0, host.find('>')));
        auto const eml = to_eml(letter, from_, id, now);
        try {
            keep_letter(folder_, eml, now);
            return true;
        } catch (Trouble const &trouble) {
            log::error("a letter could not be kept", {{"why", trouble.what()}});
            return false;
        }
    }

private:
    std::string folder_, from_;
    Clock &clock_;
    SystemRandom random_;
};

} // namespace

void make_folder(std::string const &folder) {
    std::error_code failed;
    if (fs::is_directory(folder, failed)) return;
    fs::create_directories(fs::path{folder}.parent_path(), failed);
    if (::mkdir(folder.c_str(), 0700) != 0 && errno != EEXIST) disk_refused("it cannot be made");
}

std::string keep_letter(std::string const &folder, std::string_view eml, Time at) {
    static std::atomic<unsigned> count{0};
    for (int tries = 0; tries < 1000; ++tries) {
        std::array<char, 16> number{};
        std::snprintf(number.data(), number.size(), "%06u", ++count % 1'000'000);
        auto const name = stamp(at) + '-' + number.data();
        auto const draft = folder + "/." + name + '.' + std::to_string(::getpid()),
                   path = folder + '/' + name + ".eml";

        int const file = ::open(draft.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
        if (file < 0) {
            if (errno == EEXIST) continue;
            disk_refused("no letter can be written");
        }
        bool ok = true;
        for (std::size_t done = 0; ok && done < eml.size();) {
            auto const wrote = ::write(file, eml.data() + done, eml.size() - done);
            if (wrote < 0 && errno == EINTR) continue;
            ok = wrote > 0;
            if (ok) done += static_cast<std::size_t>(wrote);
        }
        ok = ok && ::fdatasync(file) == 0;
        ok = ::close(file) == 0 && ok;
        // link() refuses a name that is taken, where rename() would replace another process's
        // letter.
        bool const named = ok && ::link(draft.c_str(), path.c_str()) == 0;
        int const why = errno;
        ::unlink(draft.c_str());
        if (named) return path;
        errno = why;
        if (!ok || why != EEXIST) disk_refused("a letter was not written");
    }
    throw Trouble{"the mail folder: no free name for a letter"};
}

std::vector<std::string> kept_files(std::string const &folder) {
    std::vector<std::string> files;
    std::error_code failed;
    for (auto entry = fs::directory_iterator{folder, failed};
         !failed && entry != fs::directory_iterator{}; entry.increment(failed)) {
        auto const name = entry->path().filename().string();
        if (name.ends_with(".eml") && name.front() != '.') files.push_back(name);
    }
    std::sort(files.begin(), files.end());
    return files;
}

std::optional<std::string> read_letter_file(std::string const &path) {
    std::ifstream in{path, std::ios::binary};
    if (!in) return {};
    std::string out(1u << 20, '\0');
    in.read(out.data(), static_cast<std::streamsize>(out.size()));
    out.resize(static_cast<std::size_t>(in.gcount()));
    if (in.peek() != std::ifstream::traits_type::eof()) return {};
    return out;
}

std::unique_ptr<Postman> spool_postman(std::string folder, std::string from, Clock &clock) {
    return std::make_unique<SpoolPostman>(std::move(folder), std::move(from), clock);
}

std::vector<SpooledLetter> spooled(std::string const &folder, std::size_t newest) {
    auto files = kept_files(folder);
    std::reverse(files.begin(), files.end());
    std::vector<SpooledLetter> letters;
    for (auto const &file : files) {
        if (letters.size() >= newest) break;
        auto const at = time_of(file);
        auto const eml = at ? read_letter_file(folder + '/' + file) : std::nullopt;
        auto letter = eml ? from_eml(*eml) : std::nullopt;
        if (letter) letters.push_back({file, *at, std::move(*letter)});
    }
    return letters;
}

} // namespace goen::mail
