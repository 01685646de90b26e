// SPDX-License-Identifier: Apache-2.0
#include "demo/logos.hpp"

#include "base/base64.hpp"

#include <array>

namespace goen::demo {

namespace {

// WebP, 160 pixels wide: a hill with the sun, three bars, two circles that meet.
constexpr std::array<std::string_view, 3> files{
    "UklGRmYEAABXRUJQVlA4IFoEAADQGwCdASqgAKAAPpVIoEqlpKMhp3FqELASiWNu3V5SogSp+b5lTs2VGkTnAbZT/3+g"
    "DzydOZ9ADpechVuJ9O7Vd9WUcwF0k0zvx3PLioBpBhIcOeetQ2MZBlW9WD68at3q2uOhb5ZUkCJaTlmQEjMB9TxEarB/"
    "43zxEfYx6zsS3gVOci7lPZ3P5WKF1CYKjxvN8wZxsJsQXNKt0JGS8a4dKKLrlhjgQW5EYzLV6fH7eDQaaJrO/UPQNtEz"
    "dl66gRLgjx6pt5g4XpI5dCzpjeCEvpRAisPo6bJCsJtpRwFKxfe7UYM3pwAA/vmxAAAAjfyZvwV1d5mDnsG6PlcSDDr1"
    "mH4NWDu9ZkTF+en9noIWCJXCcTgN4bpePYoaA/Db0SNw4IFOzrrAyJnrKpHb9m/sMH/dzgq+fkmzFG8IvMzwE/7Natq2"
    "Xht3G2a7P/jgK5gjopXYkN5dEBZ62ESn9lH+0vfh8kPYsVk/NofUhz7NzPpZ68RJk1Qa6zhGCIrhWe2z6G6gpJE/nFGC"
    "MLhv7Ft3zit8AfQbQUMQLidg8sKE0Elhlfl3cAv9hIgxzGYAEkLMRem38omxoA/CHWzchZvtTvhzBrpO0AIheY3A0aLX"
    "ASnrWZZDLcA1rkk+cvMINO9gKfl9BuptUM/j26+tMpXRTfA/AGx14RRNxLFNrkhKLIbrhAVXMwJ0vrBn+A1iujW+moQw"
    "vaLcLG2bu6I/Se6gwTkbLWN7a9y+KeKt4vXLRrDiQMs7zXSneTCV0BK2YRoA6mRKm6Si+3YGsQa6TtfdxoZbhVrUesC/"
    "eMdBtSIuCz2PVPMxUXtttB2UMUSqqYHmEr3IyFJ7Muu6pTk76sxGBW9BoF7+zhSNSDMnsQeggR8X7mWenq8bVriAa5sk"
    "xuWckc87aU6SjMgcmBzNeKVvlA/8KdWpg37opVNtzieF3xe6MIc/+wPLWaQEfrCpRWA2QXeHrEZr9UkQNvmDZP0IT/sh"
    "RdhTVL9b6HTCa/qy2HEMJloy8uXRruP+mIcXorXOXs+UuftPEd5WnZ+fEQRtb41dv99XJGHGzN185iIi9IG8pn6bbXAR"
    "WavXBV4+lkKeiNxPbbsNszj87ZpYblW3aKjrzmZmoVkn+DiRQaz2vKDCmmKhdqvPWf34cd63SJq0Q3Mg3HC33kTfmdF7"
    "+xFNECw54CaHRRTub0V95pLxiduKZ5J7ukee6Ffc92frAK4APdFH2XD6tyjaqnjp/uEly9xx8hCAfcRmv18EXbkPoWMg"
    "eMykB9hjbcaMZ1qkhlrjS6/U43bwPjrs0Gz8C87XXZc1b/9rk5+XH+skD7tdZH5kFF5btlaBca8DgKxEmostwaMqUfU7"
    "w0DPwDARACPo2rtTrlpD/jDhNht2DsHIJJcmtpdGtplqgWvp12psw3e3nqvLfOUnR5QRoYcONmdOrDfIY5nlQjHsr8c7"
    "txGNiUXyutSv7P8RwC8I9+UWP/fvrXjXQfwAAAAA",
    "UklGRhoBAABXRUJQVlA4IA4BAACQEACdASqgAKAAPpE6mEgloyKhMj6YALASCU3cLjwbECvYOuS/krwsPgBb/93AX+Uc"
    "UP+RFgDyhKPUOPPsXMemnjOp9aOXOOFZhNWrVq1as081a2xyPPsW/gHS4ugFT/eOWJFD588RG6jflx0kfrRy5v25D+7/"
    "Hjx48XO3iIcq7YuY9O/xc/zFh/yIkgAA/v8fmAPv/Hu3/xZtE89aUEG6PxDuOXjl4SBAf8HNPQumJzprXEujPtcVEPk4"
    "TtD9FVRXFDR7H/vX2+GU9NIWRpi7qp/Q9i7gh/kkyEVYzcHMbjP0kCLkEt/hmn/xZtRvRHeFZ92WCQz9xb2LE0wrWknk"
    "qQAFVy7HtunEiIAAAAA=",
    "UklGRjQEAABXRUJQVlA4ICgEAACQHACdASqgAKAAPpVGnUolpCKhqzOpuLASiU3bq7Z2mJN/cb5pIIee2w3mM89rTit6"
    "dyF7znZtxsJp92XmsemzSBzoEv9t8rYfPYStz+Xn1pVY3wFnY+Xb8XrOAbWirnRCy0gjEeq37YrqxKhz45q71H1mbQlM"
    "9S01OQr08XposlTUhEOoQtKiznt+plfK0aO9hAWyPet93WmcKls+ndGN+Dqe9933iYYu1SkTkdtnkKJX6pvF2L2zy5CI"
    "AtEdur18C/3NtGRan+OsBAzX3yxMPOXQddrj1UNSUTD+/Suw+4MdW7HOYMG7xr/T46AA/vq2gAABVxE7TrrQtyIzf2TZ"
    "ld8QQyUQQaWeEVgTPS+1RyHCI5oql0OrKUFX5LZCoJE1mwV1RTX9GuAehBCem6IZWWlngGVgDXNSTVDmgJAgDMC076z/"
    "Nka4j9ds6HInOxVbHx5DLCdcIxlCKjp3srkS2yfwz4kl+txa4YPIAKVuzFq8OMX7T3t9D+VRiSXcDfphhexqN6WmAXpQ"
    "SVx1srBapvTQGka+YR3s/zHYMHNrN5cL+3q3CVKxNmdCuSA1Bys4TyxI78agxbfYRe3aM425liCAPkQ4NyrStoZZrJRI"
    "/I3F8uvDLq9k+9ZR4x0FQVtmWfhzCy3FKglaXx3X+D+8ZVX+ye1po2dgkrKoY8toPpd/RT8E+kB4r5z3Qup3y/7buFaM"
    "5ziXnBwZz9/yMjLAbmbVBSTwJPWKluRcPfaUMbSqUlfC+hAHGkpjrTMtawBscCiINc+X4+5jTJG6Rf0i2NnPPc2UaVZs"
    "Z9adb+jIbcxSqAG3Gk6uExW2ZN9RfByoccjRzIXDvJUgdRb5xNdUKByY4TY1siTjE34zBkD9r5POj7WMkv+9kjJ7nejk"
    "D7rg/vrqhOiHwRWifXwUGumnwbiFEVev+f4PH3CGx0LaIi2hTSRCR9vJdP3IminIznKimwOkLyJ0qBgrnpF6m1ACXQT0"
    "EwaHSX3o5oFOF26K7f+ZxHR1TvjAZFgnSU61cc6x5maf6lzy9OEW5xOfFdJA2E8aqc7WGaPCrmWqWIwNfVWpOQfFbzKx"
    "yTM2HXo3p8HcU7XNelYbFHn36fYF5LsiV/6+XUTB9s2fgFHX5kjFnAl5bs0+oj/YkSXcurVUwhFQmsKIuzlcoMOhUVrH"
    "7jidpT/XrSk5tGA6k58oiJXE5KzrGE7tAYo9+gpzF63QYbBHKEMGox0UEX6WNaanL7vif/6mcV0ut0qJca7zjX4Z+7Qb"
    "PauUjsM1JJLJNM2JhUWMfcBBaUU4xID1w7pVzMAEpLop/hcnLWduYgiDQqlZHM3P/h9am6nXj1AXfDZW9mCnR98tMN6V"
    "WyyEVjfbJR8/HMXusIzxVkAHXkm5axnEHwfLyc7Qp4sV/ZMTWlzlqS87MjAAAAAAAA=="};

} // namespace

std::vector<std::string> logo_files() {
    std::vector<std::string> out;
    for (auto const file : files) out.push_back(from_base64(file).value_or(""));
    return out;
}

} // namespace goen::demo
