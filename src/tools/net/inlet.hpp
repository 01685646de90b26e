// SPDX-License-Identifier: Apache-2.0
// What a connection has read ahead. Not for other rooms.
#pragma once

#include <boost/asio/buffer.hpp>

#include <algorithm>
#include <cstring>
#include <memory>
#include <string_view>

namespace goen::net {

// Bytes that came in and are not used yet. Holds no memory while a connection is idle.
class Inlet {
public:
    std::string_view held() const { return {data_.get() + begin_, end_ - begin_}; }
    void drop(std::size_t count) { begin_ += count; }
    void added(std::size_t count) { end_ += count; }
    void release() {
        if (begin_ != end_) return;
        data_.reset();
        capacity_ = begin_ = end_ = 0;
    }
    boost::asio::mutable_buffer room() {
        constexpr std::size_t least = 4 * 1024;
        if (capacity_ - end_ < least) make_room();
        return {data_.get() + end_, capacity_ - end_};
    }

private:
    void make_room() {
        auto const size = end_ - begin_;
        auto const wanted = std::max<std::size_t>(8 * 1024, size * 2);
        if (wanted > capacity_) {
            auto bigger = std::make_unique_for_overwrite<char[]>(wanted);
            if (size > 0) std::memcpy(bigger.get(), data_.get() + begin_, size);
            data_ = std::move(bigger);
            capacity_ = wanted;
        } else {
            std::memmove(data_.get(), data_.get() + begin_, size);
        }
        begin_ = 0, end_ = size;
    }
    std::unique_ptr<char[]> data_;
    std::size_t capacity_ = 0, begin_ = 0, end_ = 0;
};

} // namespace goen::net
