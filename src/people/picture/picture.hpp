// SPDX-License-Identifier: Apache-2.0
// THE DOOR of the picture room: photographs and logos on cards. A picture is a part of its card
// like any other: it is published with a version, has its own distance ("photo", "logo" in show),
// and whoever asks for its bytes is asked who she is, each time. What no live card shows any more
// is deleted.
#pragma once

#include "account/quota.hpp"
#include "base/throttle.hpp"
#include "card/cards.hpp"
#include "media/darkroom.hpp"
#include "policy/policy.hpp"

namespace goen::picture {

using media::PictureUse;

enum class Format { webp, jpeg };

inline constexpr std::size_t most_bytes = 20 * 1024 * 1024; // of one file
inline constexpr int most_an_hour = 30;                     // files one member may have developed

class Pictures {
public:
    // `quotas`: how many pictures one member may have, and how many bytes of them.
    Pictures(store::Database &database, policy::Policy &policy, card::Cards &cards,
             media::Darkroom &darkroom, Clock &clock, account::Quotas quotas = {});

    struct Usage {
        goen::Usage pictures, bytes;
    };
    Usage usage(MemberId owner);

    // Asked inside the transaction, with the card as it is then; its refusal is the answer.
    using Check = std::function<Done(card::CardBody const &now)>;
    // Develops the file and publishes the card with it. `who` sees it: unset leaves the distance as
    // it is.
    Result<card::CardInfo> put(MemberId owner, CardId card, PictureUse use, std::string_view file,
                               std::optional<card::Tier> who = {}, Check const &check = {});
    // Changes only who sees it.
    Result<card::CardInfo> show(MemberId owner, CardId card, PictureUse use, card::Tier who,
                                Check const &check = {});
    Result<card::CardInfo> take_off(MemberId owner, CardId card, PictureUse use);

    // The bytes for this viewer (0: nobody we know), now. Not there, not for her, and no such size
    // are the same nothing.
    std::optional<std::string> print(MemberId viewer, MemberId owner, std::string_view hash,
                                     int size, Format format);
    // The same inside a read, for those who put pictures into files (vCard, archive).
    std::optional<std::string> print(store::Reader &reader, MemberId viewer, MemberId owner,
                                     std::string_view hash, int size, Format format);

    // For a card that comes with its pictures (an archive): developed outside any transaction, and
    // kept in the caller's, which publishes the card. Without put()'s limit: the caller has one.
    Result<media::Picture> developed(std::string_view file, PictureUse use);
    // Refused over the quota; the caller has locked the owner.
    Result<card::Picture> keep(store::Writer &writer, MemberId owner,
                               media::Picture const &picture);

    // Hook for Cards::on_change: which live card shows what.
    void card_changed(store::Writer &writer, card::Cards::Change const &change);
    // Hook for Accounts::on_leave.
    void member_leaves(store::Writer &writer, MemberId member);
    // Deletes what no card shows. How many pictures.
    std::int64_t tidy();

private:
    Result<card::CardInfo> change(
        MemberId owner, CardId card,
        std::function<Done(store::Writer &, card::CardBody &)> const &edit);
    Usage usage(store::Reader &reader, MemberId owner);
    bool may_see(store::Reader &reader, MemberId viewer, MemberId owner, std::string_view hash);

    store::Database &database_;
    policy::Policy &policy_;
    card::Cards &cards_;
    media::Darkroom &darkroom_;
    Clock &clock_;
    Ration attempts_;
    account::Quotas const quotas_;
};

} // namespace goen::picture
