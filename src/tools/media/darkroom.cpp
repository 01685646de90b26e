// SPDX-License-Identifier: Apache-2.0
// The side that stays in the server: places, the process, and reading what it says without
// believing it.
#include "media/darkroom.hpp"

#include "base/log.hpp"
#include "media/developing.hpp"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <csignal>
#include <cstdlib>
#include <thread>

namespace goen::media {
namespace {

constexpr std::size_t most_said = 8 * 1024 * 1024; // all prints of one picture are some 200 kB

bool has_at(std::string_view bytes, std::size_t at, std::string_view what) {
    return bytes.size() >= at + what.size() && bytes.substr(at, what.size()) == what;
}

std::uint32_t big_endian(std::string_view four) {
    std::uint32_t value = 0;
    for (char const c : four.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(c);
    return value;
}

// The brands of ISO 14496-12 that say HEIC or AVIF, as the major brand or among the compatible
// ones.
bool is_heif(std::string_view bytes) {
    if (bytes.size() < 16 || !has_at(bytes, 4, "ftyp")) return false;
    auto const size = std::min<std::size_t>({big_endian(bytes), bytes.size(), 256});
    for (std::size_t at = 8; at + 4 <= size; at += 4) {
        if (at == 12) continue; // the minor version
        for (std::string_view const brand : {"heic", "heix", "heim", "heis", "mif1", "avif"}) {
            if (has_at(bytes, at, brand)) return true;
        }
    }
    return false;
}

Refusal refusal_of(Fault fault) {
    switch (fault) {
    case Fault::unsupported:
        return {Reason::unsupported,
                N_("This file cannot be used as a picture. Please choose a JPEG, PNG, WebP, HEIC, "
                   "AVIF or GIF file."),
                {},
                {}};
    case Fault::too_many_pixels:
        return {Reason::too_large,
                {N_("This picture has more than {1} million pixels. Please make it smaller and try "
                    "again."),
                 {std::to_string(most_pixels / 1'000'000)}},
                {},
                {}};
    case Fault::too_small:
        return {Reason::invalid,
                {N_("This picture is too small. Please choose one of at least {1} pixels on each "
                    "side."),
                 {std::to_string(least_side)}},
                {},
                {}};
    case Fault::broken: break;
    }
    return {Reason::invalid,
            N_("This picture is damaged or incomplete. Please choose another file."),
            {},
            {}};
}

class Descriptor {
public:
    explicit Descriptor(int number = -1) : number_(number) {}
    ~Descriptor() { close(); }
    Descriptor(Descriptor const &) = delete;
    Descriptor &operator=(Descriptor const &) = delete;
    void close() {
        if (number_ >= 0) ::close(number_);
        number_ = -1;
    }
    int operator*() const { return number_; }

private:
    int number_;
};

// The picture as a file without a name, at its beginning.
int as_file(std::string_view bytes) {
    int const file = memfd_create("picture", MFD_CLOEXEC);
    for (std::size_t at = 0; file >= 0 && at < bytes.size();) {
        auto const count = ::write(file, bytes.data() + at, bytes.size() - at);
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) {
            ::close(file);
            return -1;
        }
        at += static_cast<std::size_t>(count);
    }
    if (file >= 0) lseek(file, 0, SEEK_SET);
    return file;
}

// A started process: it is ended and waited for, however its use ends.
class Hand {
public:
    Hand(std::string const &program, std::string_view use, int in, int out) {
        // A program that does not call darkroom_hand() would start itself again without end.
        if (std::getenv("GOEN_DARKROOM"))
            throw Trouble{"this program was started as a darkroom and is none"};
        posix_spawn_file_actions_t files;
        posix_spawn_file_actions_init(&files);
        posix_spawn_file_actions_adddup2(&files, in, 0);
        posix_spawn_file_actions_adddup2(&files, out, 1);
        posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY, 0);
        posix_spawn_file_actions_addclosefrom_np(&files, 3); // no socket, no database, no log
        posix_spawnattr_t attributes;
        posix_spawnattr_init(&attributes);
        sigset_t all, none;
        sigfillset(&all);
        sigemptyset(&none);
        posix_spawnattr_setsigdefault(&attributes, &all);
        posix_spawnattr_setsigmask(&attributes, &none);
        posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
        std::string name = "goen-darkroom", what = "GOEN_DARKROOM=" + std::string{use},
                    language = "LANG=C.UTF-8";
        std::array<char *, 2> words{name.data(), nullptr};
        std::array<char *, 3> surroundings{what.data(), language.data(), nullptr};
        int const failed = posix_spawn(&id_, program.c_str(), &files, &attributes, words.data(),
                                       surroundings.data());
        posix_spawnattr_destroy(&attributes);
        posix_spawn_file_actions_destroy(&files);
        if (failed != 0) throw Trouble{"a process for a picture could not be started"};
    }
    ~Hand() {
        if (id_ > 0) {
            ::kill(id_, SIGKILL);
            wait();
        }
    }
    Hand(Hand const &) = delete;
    Hand &operator=(Hand const &) = delete;
    int wait() {
        int status = 0;
        while (waitpid(id_, &status, 0) < 0 && errno == EINTR) {
        }
        id_ = -1;
        return status;
    }

private:
    pid_t id_ = -1;
};

// Everything that is said until the end; nothing when it is too much or takes too long.
std::optional<std::string> heard(int from, seconds at_most) {
    auto const until = std::chrono::steady_clock::now() + at_most;
    std::string said;
    std::array<char, 65536> some;
    for (;;) {
        auto const left =
            std::chrono::duration_cast<milliseconds>(until - std::chrono::steady_clock::now())
                .count();
        pollfd ready{from, POLLIN, 0};
        int const polled = left > 0 ? ::poll(&ready, 1, static_cast<int>(left)) : 0;
        if (polled < 0 && errno == EINTR) continue;
        if (polled <= 0) return {};
        auto const count = ::read(from, some.data(), some.size());
        if (count < 0 && errno == EINTR) continue;
        if (count < 0) return {};
        if (count == 0) return said;
        said.append(some.data(), static_cast<std::size_t>(count));
        if (said.size() > most_said) return {};
    }
}

std::variant<Picture, Fault> developed(std::string_view file, PictureUse use,
                                       DarkroomOptions const &options) {
    Descriptor const in{as_file(file)};
    int ends[2];
    if (*in < 0 || pipe2(ends, O_CLOEXEC) != 0) throw Trouble{"there is no room for a picture"};
    Descriptor const from{ends[0]};
    Descriptor to{ends[1]};
    Hand hand{options.program, to_string(use), *in, *to};
    to.close();
    auto const said = heard(*from, options.working);
    if (said && !said->empty()) {
        hand.wait();
        if (auto answer = read_answer(*said, use)) return std::move(*answer);
    }
    // It was led astray, took too long or too much: so the file is not what a camera makes.
    log::warn("a picture could not be developed",
              {{"bytes", static_cast<std::int64_t>(file.size())}});
    return Fault::broken;
}

std::optional<std::int64_t> number(std::string_view &text, char end) {
    std::int64_t value = 0;
    auto const [at, error] =
        std::from_chars(text.data(), text.data() + std::min<std::size_t>(text.size(), 10), value);
    if (error != std::errc{} || value < 0 || at == text.data() + text.size() || *at != end)
        return {};
    text.remove_prefix(static_cast<std::size_t>(at - text.data()) + 1);
    return value;
}

} // namespace

std::string_view to_string(PictureUse use) {
    switch (use) {
    case PictureUse::photo: return "photo";
    case PictureUse::logo: return "logo";
    case PictureUse::scene: break;
    }
    return "scene";
}

FileKind file_kind(std::string_view bytes) {
    using namespace std::string_view_literals;
    if (has_at(bytes, 0, "\xFF\xD8\xFF"sv)) return FileKind::jpeg;
    if (has_at(bytes, 0, "\x89PNG\r\n\x1A\n"sv)) return FileKind::png;
    if (has_at(bytes, 0, "RIFF"sv) && has_at(bytes, 8, "WEBP"sv)) return FileKind::webp;
    if (has_at(bytes, 0, "GIF87a"sv) || has_at(bytes, 0, "GIF89a"sv)) return FileKind::gif;
    if (is_heif(bytes)) return FileKind::heif;
    return FileKind::none;
}

std::vector<int> const &print_sizes(PictureUse use) {
    static std::vector<int> const photo{48, 96, 192, 384}, logo{96, 192, 384, 768},
        scene{640, 1600};
    switch (use) {
    case PictureUse::photo: return photo;
    case PictureUse::logo: return logo;
    case PictureUse::scene: break;
    }
    return scene;
}

std::string written(std::variant<Picture, Fault> const &answer) {
    if (auto const *fault = std::get_if<Fault>(&answer))
        return "fault " + std::to_string(static_cast<int>(*fault)) + "\n";
    auto const &picture = std::get<Picture>(answer);
    std::string out =
        "picture " + std::to_string(picture.width) + " " + std::to_string(picture.height) + "\n";
    for (auto const &print : picture.prints) {
        out += std::to_string(print.size) + " " + std::to_string(print.webp.size()) + " " +
               std::to_string(print.jpeg.size()) + "\n";
        out += print.webp + print.jpeg;
    }
    return out;
}

std::optional<std::variant<Picture, Fault>> read_answer(std::string_view said, PictureUse use) {
    if (said.starts_with("fault ")) {
        said.remove_prefix(6);
        auto const which = number(said, '\n');
        if (!which || *which > static_cast<int>(Fault::broken) || !said.empty()) return {};
        return static_cast<Fault>(*which);
    }
    if (!said.starts_with("picture ")) return {};
    said.remove_prefix(8);
    auto const largest = print_sizes(use).back();
    auto const width = number(said, ' ');
    auto const height = width ? number(said, '\n') : std::nullopt;
    if (!height || *width < 1 || *height < 1 || *width > largest || *height > largest) return {};
    Picture picture{static_cast<int>(*width), static_cast<int>(*height), {}};
    for (int const size : print_sizes(use)) {
        auto const box = number(said, ' ');
        auto const webp = box ? number(said, ' ') : std::nullopt;
        auto const jpeg = webp ? number(said, '\n') : std::nullopt;
        if (!jpeg || *box != size) return {};
        auto const take = [&](std::int64_t count) {
            auto const bytes = said.substr(0, static_cast<std::size_t>(count));
            said.remove_prefix(bytes.size());
            return std::string{bytes};
        };
        Print print{size, take(*webp), {}};
        print.jpeg = take(*jpeg);
        if (static_cast<std::int64_t>(print.webp.size()) != *webp ||
            static_cast<std::int64_t>(print.jpeg.size()) != *jpeg ||
            file_kind(print.webp) != FileKind::webp || file_kind(print.jpeg) != FileKind::jpeg) {
            return {};
        }
        picture.prints.push_back(std::move(print));
    }
    if (!said.empty()) return {};
    return picture;
}

Darkroom::Darkroom(DarkroomOptions options)
    : options_([&] {
          if (options.at_once == 0)
              options.at_once =
                  std::clamp(static_cast<int>(std::thread::hardware_concurrency()) / 2, 1, 2);
          return std::move(options);
      }()) {}

Result<Picture> Darkroom::develop(std::string_view file, PictureUse use) {
    // Most wrong files are told by their head, without a process.
    if (file_kind(file) == FileKind::none) return refusal_of(Fault::unsupported);
    Refusal const busy{Reason::too_many,
                       N_("Other pictures are being processed. Please try again in a moment."),
                       {},
                       seconds{5}};
    {
        std::unique_lock lock{mutex_};
        if (working_ == options_.at_once) {
            if (waiting_ == options_.at_once) return busy;
            ++waiting_;
            bool const is_free =
                free_.wait_for(lock, options_.waiting, [&] { return working_ < options_.at_once; });
            --waiting_;
            if (!is_free) return busy;
        }
        ++working_;
    }
    struct Leave {
        Darkroom &room;
        ~Leave() {
            std::lock_guard const lock{room.mutex_};
            --room.working_;
            room.free_.notify_one();
        }
    } const leave{*this};
    auto answer = developed(file, use, options_);
    if (auto const *fault = std::get_if<Fault>(&answer)) return refusal_of(*fault);
    return std::get<Picture>(std::move(answer));
}

} // namespace goen::media
