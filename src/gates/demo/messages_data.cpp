// SPDX-License-Identifier: Apache-2.0
#include "demo/messages_data.hpp"

#include <array>

namespace goen::demo {

std::span<ScriptedTalk const> scripted_talks() {
    using namespace who;
    static std::array const talks{
        ScriptedTalk{
            "",
            0,
            {hana},
            {{26, 18, 12, 0,
              "本日は名刺交換をありがとうございました。省エネの補助金のお話、大変参考になりました"
              "。"},
             {26, 18, 40, hana,
              "こちらこそ、ありがとうございました。公募要領のページが更新されましたら、お知らせいた"
              "します。"},
             {19, 9, 5, hana,
              "先日お話しした公募要領が公開されました。締め切りは来月末とのことです。"},
             {19, 9, 31, 0, "早速ありがとうございます。社内で検討いたします。"},
             {5, 16, 20, 0,
              "来週のものづくり展に出展いたします。お時間が合えば、ぜひお立ち寄りください。"},
             {5, 16, 41, hana, "ぜひ伺います。火曜の午後はブースにいらっしゃいますか。"},
             {0, 2, 10, 0,
              "火曜は終日おります。招待券をお送りしますので、当日は受付でご提示ください。10時からは"
              "実演の予定です。"}}},
        ScriptedTalk{
            "朝の勉強会 幹事",
            hana,
            {1, 2, 3},
            {{21, 8, 30, hana, "来月の勉強会の題材を決めたいと思います。ご希望はありますか。"},
             {21, 8, 52, 1,
              "「価格交渉の進め方」はいかがでしょう。下請法の改正もあり、関心が高そうです。"},
             {21, 9, 10, 2, "賛成です。会場は前回と同じ会議室を押さえておきます。"},
             {20, 7, 45, 3, "私からは事例を一つお話しできます。15分ほどいただければ。"},
             {20, 8, 2, hana,
              "ありがとうございます。では価格交渉で進めます。案内文は今週中に作ります。"},
             {2, 11, 15, 2, "会場が取れました。プロジェクターもお借りできます。"},
             {0, 5, 40, 1, "案内文を拝見しました。申し込みの締め切りを1日早めてはいかがでしょう。"},
             {0, 4, 55, 3, "賛成です。懇親会の人数もそのとき確定できます。"}}},
        ScriptedTalk{
            "",
            4,
            {hana},
            {{14, 13, 2, 4,
              "異動になりましたので、新しい名刺をお送りします。今後ともよろしくお願いいたします。",
              true},
             {14, 13, 30, hana,
              "ご丁寧にありがとうございます。新しい部署でのご活躍をお祈りしております。"}}},
        ScriptedTalk{
            "",
            hana,
            {5},
            {{9, 10, 0, hana,
              "先日はご紹介をありがとうございました。さっそく打ち合わせの日程が決まりました。"},
             {9, 12, 18, 5, "それは何よりです。良いご縁になりますように。"}}},
        ScriptedTalk{
            "",
            english,
            {eleanor},
            {{23, 15, 10, english, "It was good to meet you at the chamber's spring reception."},
             {23, 15, 44, eleanor,
              "Likewise! Here is the reading list on regional exports I mentioned: "
              "https://example.com/reading"},
             {6, 9, 20, english,
              "I have read the first two. Would you have half an hour next week?"},
             {6, 9, 58, eleanor, "Gladly. Wednesday after two, or any time on Thursday."},
             {0, 3, 25, english, "Thursday at ten, then. I will come to your office."}}},
        ScriptedTalk{
            "",
            6,
            {eleanor},
            {{12, 17, 5, 6, "英語版の会社案内を、ご覧いただけますでしょうか。"},
             {11, 10, 12, eleanor, "もちろんです。お送りください。来週までに見ておきます。"},
             {0, 20, 5, 6, "ありがとうございます。本日、印刷前の原稿をお届けします。"}}},
        ScriptedTalk{
            "",
            hana,
            {eleanor},
            {{8, 14, 0, hana, "The translation of our leaflet reads beautifully. Thank you!"},
             {8, 14, 36, eleanor, "どういたしまして。お役に立ててうれしいです。"},
             {0, 1, 15, eleanor, "来月の交流会の英語の案内文も、よろしければお手伝いします。"}}},
    };
    return talks;
}

} // namespace goen::demo
