// SPDX-License-Identifier: Apache-2.0
#include "http/assets.hpp"

#include "base/random.hpp"
#include "base/result.hpp"
#include "http/compress.hpp"
#include "http/conditional.hpp"

namespace goen::http {
namespace {

std::string path_of(Asset const &asset) {
    auto const dot = asset.name.rfind('.');
    auto const slash = asset.name.rfind('/');
    if (dot == asset.name.npos || (slash != asset.name.npos && dot < slash))
        return "/assets/" + asset.name + "." + asset.hash;
    return "/assets/" + asset.name.substr(0, dot) + "." + asset.hash + asset.name.substr(dot);
}

std::shared_ptr<std::string const> when_smaller(std::string packed, std::size_t size) {
    if (packed.size() >= size) return {};
    return std::make_shared<std::string const>(std::move(packed));
}

} // namespace

Assets::Assets(std::span<File const> files) {
    for (auto const &file : files) {
        Asset asset{std::string{file.name},
                    std::string{media_type_of(file.name)},
                    sha256_hex(file.bytes).substr(0, 16),
                    std::make_shared<std::string const>(file.bytes),
                    {},
                    {}};
        if (is_compressible(asset.media_type)) {
            asset.brotli = when_smaller(brotli(file.bytes, 9), file.bytes.size());
            asset.gzip = when_smaller(gzip(file.bytes, 9), file.bytes.size());
        }
        auto const [place, is_new] = by_name_.emplace(file.name, std::move(asset));
        ensure(is_new, "an asset stands twice");
        by_path_.emplace(path_of(place->second), &place->second);
    }
}

Asset const *Assets::find(std::string_view name) const {
    auto const found = by_name_.find(name);
    return found == by_name_.end() ? nullptr : &found->second;
}

std::string Assets::path(std::string_view name) const {
    auto const *asset = find(name);
    ensure(asset != nullptr, "no such asset");
    return path_of(*asset);
}

Response Assets::serve(Request const &request) const {
    auto const found = by_path_.find(request.path);
    if (found == by_path_.end()) {
        auto gone = text("There is no such file.\n", 404);
        gone.set("cache-control", "no-store");
        gone.set("x-content-type-options", "nosniff");
        return gone;
    }
    if (request.method != Method::get && request.method != Method::head) {
        return text("This file can only be read.\n", 405).set("allow", "GET, HEAD");
    }
    auto const &asset = *found->second;
    Response response;
    response.set("content-type", asset.media_type);
    response.set("cache-control", "public, max-age=31536000, immutable");
    response.set("x-content-type-options", "nosniff");
    auto coding = Coding::none;
    if (asset.brotli || asset.gzip) {
        response.set("vary", "Accept-Encoding");
        coding = coding_for(request.header("accept-encoding"));
    }
    response.shared_body = asset.bytes;
    if (coding == Coding::brotli && asset.brotli) response.shared_body = asset.brotli;
    if (coding == Coding::gzip && asset.gzip) response.shared_body = asset.gzip;
    std::string tag = '"' + asset.hash;
    if (response.shared_body != asset.bytes) {
        response.set("content-encoding", std::string{to_string(coding)});
        tag += '-';
        tag += to_string(coding);
    }
    response.set("etag", tag + '"');
    return has_already(request, response.header("etag")) ? not_modified(response) : response;
}

std::string_view media_type_of(std::string_view name) {
    static constexpr std::pair<std::string_view, std::string_view> types[] = {
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".html", "text/html; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".jpg", "image/jpeg"},
        {".webp", "image/webp"},
        {".ico", "image/x-icon"},
        {".json", "application/json"},
        {".webmanifest", "application/manifest+json"},
        {".woff2", "font/woff2"},
    };
    for (auto const &[ending, type] : types) {
        if (name.ends_with(ending)) return type;
    }
    return "application/octet-stream";
}

} // namespace goen::http
