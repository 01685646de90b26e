// SPDX-License-Identifier: Apache-2.0
// The yardstick: a bare Boost.Beast coroutine server on one thread that answers every GET with the
// same bytes. What goen's own server costs is told by comparing net_echo with this, under the same
// wrk.
//
//     http_yardstick FILE PORT        wrk -t2 -c16 -d10s http://127.0.0.1:PORT/
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;

static asio::awaitable<void> serve(tcp::socket socket, std::string const &page) {
    beast::flat_buffer buffer;
    try {
        socket.set_option(tcp::no_delay{true});
        while (true) {
            beast::http::request<beast::http::string_body> request;
            co_await beast::http::async_read(socket, buffer, request, asio::use_awaitable);
            beast::http::response<beast::http::span_body<char const>> response{
                beast::http::status::ok, 11};
            response.set(beast::http::field::content_type, "text/html; charset=utf-8");
            response.body() = {page.data(), page.size()};
            response.keep_alive(request.keep_alive());
            response.prepare_payload();
            co_await beast::http::async_write(socket, response, asio::use_awaitable);
        }
    } catch (boost::system::system_error const &) {
        // The client is gone: the end of every conversation.
    }
}

static asio::awaitable<void> accept_all(tcp::acceptor acceptor, std::string const &page) {
    while (true) {
        auto socket = co_await acceptor.async_accept(asio::use_awaitable);
        asio::co_spawn(acceptor.get_executor(), serve(std::move(socket), page), asio::detached);
    }
}

int main(int argc, char **argv) {
    if (argc != 3) return std::fputs("usage: http_yardstick FILE PORT\n", stderr), 2;
    std::ifstream file{argv[1], std::ios::binary};
    std::string const page{std::istreambuf_iterator<char>{file}, {}};
    asio::io_context io{1};
    tcp::acceptor acceptor{
        io, {asio::ip::address_v4::loopback(), static_cast<std::uint16_t>(std::atoi(argv[2]))}};
    asio::co_spawn(io, accept_all(std::move(acceptor), page), asio::detached);
    io.run();
}
