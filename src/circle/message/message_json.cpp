// SPDX-License-Identifier: Apache-2.0
#include "message/message_json.hpp"

namespace goen::message {

using web::field;

namespace {

struct PhotoJson {
    File file;
};
web::Record const &record_of(PhotoJson const *) {
    using Of = PhotoJson;
    static web::Record const record{
        "MessagePicture",
        {field<[](Of const &one) { return one.file.id; }>("id"),
         field<[](Of const &one) { return "/api/v1/files/" + one.file.id.text() + "/1600"; }>("url")
             .about("for those who may read the message; WebP for those whose Accept names it, "
                    "else JPEG; /640 is smaller"),
         field<[](Of const &one) { return one.file.name; }>("alt").most(most_photo_text),
         field<[](Of const &one) { return one.file.width; }>("width"),
         field<[](Of const &one) { return one.file.height; }>("height")}};
    return record;
}

struct MarkJson {
    ReadMark mark;
};
web::Record const &record_of(MarkJson const *) {
    static web::Record const record{
        "MessageReadMark",
        {field<[](MarkJson const &one) { return one.mark.member; }>("member"),
         field<[](MarkJson const &one) { return one.mark.seq; }>("seq").about(
             "of the last message read")}};
    return record;
}

template <class Json, class Fits>
std::vector<Json> files_of(Message const &message, Fits const &fits) {
    std::vector<Json> out;
    for (auto const &file : message.files) {
        if (fits(file)) out.push_back({file});
    }
    return out;
}

std::vector<PersonJson> people_of(std::vector<Person> const &people) {
    std::vector<PersonJson> out;
    for (auto const &person : people) out.push_back({person});
    return out;
}

} // namespace

web::Record const &record_of(PersonJson const *) {
    using Of = PersonJson;
    static web::Record const record{
        "MessagePerson",
        {field<[](Of const &one) { return one.person.id; }>("id"),
         field<[](Of const &one) { return one.person.card.name; }>("name").or_null().about(
             "null when it is not shown to you"),
         field<[](Of const &one) { return one.person.card.photo; }>("photo").or_null(),
         field<[](Of const &one) { return one.person.former_ja; }>("former_name")
             .or_null()
             .about("of somebody with whom your exchange has ended, or who has left")}};
    return record;
}

web::Record const &record_of(FileJson const *) {
    using Of = FileJson;
    static web::Record const record{
        "MessageFile",
        {field<[](Of const &one) { return one.file.id; }>("id"),
         field<[](Of const &one) { return "/api/v1/files/" + one.file.id.text(); }>("url").about(
             "to be saved; for those who may read the message"),
         field<[](Of const &one) { return one.file.name; }>("name").most(most_file_name),
         field<[](Of const &one) { return one.file.type; }>("type").about(
             "by its content, not by its name"),
         field<[](Of const &one) { return one.file.bytes; }>("bytes")}};
    return record;
}

web::Record const &record_of(MessageJson const *) {
    using Of = MessageJson;
    static web::Record const record{
        "Message",
        {field<[](Of const &one) { return one.message.id; }>("id"),
         field<[](Of const &one) { return one.message.thread; }>("thread"),
         field<[](Of const &one) { return one.message.seq; }>("seq").about(
             "its place in the thread, the same for everyone"),
         field<[](Of const &one) { return one.message.client_id; }>("client_id")
             .or_null()
             .about("of your own messages"),
         field<[](Of const &one) { return PersonJson{one.message.from}; }>("from"),
         field<[](Of const &one) { return one.message.kind; }>("kind").about(
             "text or card; the others say what somebody did with the thread"),
         field<[](Of const &one) { return one.message.text; }>("text").most(most_text).about(
             "of renamed the new name; of added 'history' when the person added reads what was "
             "before"),
         field<[](Of const &one) { return PersonJson{one.message.about}; }>("about")
             .or_null()
             .about("whose card it is, or who was added, removed or put in charge"),
         field<[](Of const &one) { return one.message.made; }>("at"),
         field<[](Of const &one) { return one.message.deleted.has_value(); }>("deleted"),
         field<[](Of const &one) {
             return files_of<PhotoJson>(one.message,
                                        [](File const &file) { return file.is_photo; });
         }>("pictures"),
         field<[](Of const &one) {
             return files_of<FileJson>(one.message,
                                       [](File const &file) { return !file.is_photo; });
         }>("files")}};
    return record;
}

web::Record const &record_of(ThreadJson const *) {
    using Of = ThreadJson;
    static web::Record const record{
        "Thread",
        {field<[](Of const &one) { return one.thread.id; }>("id"),
         field<[](Of const &one) { return one.thread.name; }>("name").or_null(),
         field<[](Of const &one) { return one.thread.is_pair; }>("is_pair").about(
             "of two people, who have no other such thread"),
         field<[](Of const &one) { return one.thread.owner; }>("owner").or_null().about(
             "who may rename it, add and remove; null in a thread of two"),
         field<[](Of const &one) { return people_of(one.thread.members); }>("members").most(
             most_members + 1),
         field<[](Of const &one) {
             return one.thread.last ? std::optional{MessageJson{*one.thread.last}} : std::nullopt;
         }>("last")
             .or_null()
             .about("the newest that somebody wrote"),
         field<[](Of const &one) { return one.thread.unread; }>("unread"),
         field<[](Of const &one) { return one.thread.is_muted; }>("muted"),
         field<[](Of const &one) { return one.thread.has_left; }>("left"),
         field<[](Of const &one) { return one.thread.may_write; }>("may_write"),
         field<[](Of const &one) {
             std::vector<MarkJson> out;
             for (auto const &mark : one.thread.read) out.push_back({mark});
             return out;
         }>("read")
             .about("up to where the others have read; of those who show it, when you do"),
         field<[](Of const &one) { return one.thread.made; }>("made_at")}};
    return record;
}

web::Record const &record_of(SettingsJson const *) {
    static web::Record const record{"MessageSettings",
                                    {field<&SettingsJson::shows_read>("shows_read")
                                         .about("read marks, between two who both show theirs")}};
    return record;
}

} // namespace goen::message
