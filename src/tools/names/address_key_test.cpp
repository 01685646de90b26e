// SPDX-License-Identifier: Apache-2.0
#include "names/address_key.hpp"

#include <doctest/doctest.h>

#include <string>

using namespace goen::names;

TEST_CASE("An address has one key however its numbers are written") {
    for (std::string const typed :
         {"千代田区丸の内1-2-3", "千代田区丸の内１－２－３", "千代田区丸の内一丁目2番3号",
          "千代田区丸の内1丁目2番地3", "千代田区丸ノ内1の2の3", "千代田区丸の内１ー２ー３",
          "千代田区 丸の内 1-2-3", "千代田区丸の内１丁目２－３"}) {
        CAPTURE(typed);
        CHECK(address_key(typed) == "千代田区丸の内1-2-3-");
    }
    CHECK(address_key("札幌市中央区北一条西二十三丁目") ==
          address_key("札幌市中央区北1条西23丁目"));
    CHECK(address_key("霞ヶ関3-1") == address_key("霞が関3-1"));
    CHECK(address_key("霞ケ関3-1") == address_key("霞が関3-1"));
    CHECK(address_key("三番町") == address_key("3番町"));
    CHECK(address_key("2-2 Work 3F") == "2-2- work 3f");
}

TEST_CASE("A piece of an address is found from whole numbers on") {
    auto const key = "東京\n" + address_key("千代田区丸の内1-2-3見本ビル10F");
    for (std::string const typed : {"丸の内1丁目", "丸の内１－２", "丸の内1-2-3", "1-2-3", "2-3",
                                    "丸の内一丁目2番3号", "千代田区丸ノ内", "見本ビル10F"}) {
        CAPTURE(typed);
        CHECK(has_address(key, address_key(typed)));
    }
    for (std::string const typed : {"丸の内2丁目", "丸の内1-3", "丸の内11", "2-31", "霞が関"}) {
        CAPTURE(typed);
        CHECK_FALSE(has_address(key, address_key(typed)));
    }
    CHECK_FALSE(has_address(address_key("丸の内11-2"), address_key("1-2")));
    CHECK_FALSE(has_address(address_key("丸の内10丁目"), address_key("丸の内1丁目")));
    CHECK_FALSE(has_address(key, ""));
}
