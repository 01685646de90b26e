// SPDX-License-Identifier: Apache-2.0
#include "index/made_posts.hpp"

#include <array>
#include <span>
#include <string_view>

namespace goen::index {
namespace {

using WordList = std::span<std::string_view const>;

// splitmix64 (Steele, Lea, Flood 2014), so that every machine makes the same posts.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed) {
        state_ = next(); // else neighbouring seeds throw the same numbers, one later
    }
    std::uint64_t next() {
        state_ += 0x9E3779B97F4A7C15u;
        std::uint64_t z = state_;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    std::uint64_t below(std::uint64_t end) { return next() % end; }
    double fraction() {
        return static_cast<double>(next() >> 11) / static_cast<double>(1ULL << 53);
    }
    // The first words of a list are taken much more often than the last.
    std::string_view any(WordList words) {
        double const u = fraction();
        return words[static_cast<std::size_t>(u * u * static_cast<double>(words.size()))];
    }

private:
    std::uint64_t state_;
};

constexpr std::array<std::string_view, 48> topics{"展示会",
                                                  "新製品",
                                                  "打合せ",
                                                  "会議",
                                                  "名刺",
                                                  "商談",
                                                  "採用",
                                                  "研修",
                                                  "出張",
                                                  "見積書",
                                                  "契約書",
                                                  "納品",
                                                  "試作品",
                                                  "講演",
                                                  "勉強会",
                                                  "開発",
                                                  "設計",
                                                  "製造",
                                                  "物流",
                                                  "営業",
                                                  "広報",
                                                  "経理",
                                                  "総務",
                                                  "品質管理",
                                                  "生産管理",
                                                  "在庫",
                                                  "輸出",
                                                  "輸入",
                                                  "特許",
                                                  "商標",
                                                  "補助金",
                                                  "助成金",
                                                  "事業承継",
                                                  "人材育成",
                                                  "働き方改革",
                                                  "脱炭素",
                                                  "再生可能エネルギー",
                                                  "半導体",
                                                  "自動運転",
                                                  "医療機器",
                                                  "介護",
                                                  "観光",
                                                  "農業",
                                                  "水産加工",
                                                  "伝統工芸",
                                                  "建築",
                                                  "不動産",
                                                  "保険"};
constexpr std::array<std::string_view, 40> towns{"東京",
                                                 "大阪",
                                                 "名古屋",
                                                 "福岡",
                                                 "札幌",
                                                 "仙台",
                                                 "広島",
                                                 "京都",
                                                 "神戸",
                                                 "横浜",
                                                 "さいたま",
                                                 "千葉",
                                                 "金沢",
                                                 "新潟",
                                                 "静岡",
                                                 "浜松",
                                                 "岡山",
                                                 "熊本",
                                                 "鹿児島",
                                                 "那覇",
                                                 "幕張メッセ",
                                                 "東京ビッグサイト",
                                                 "インテックス大阪",
                                                 "品川",
                                                 "新宿",
                                                 "渋谷",
                                                 "丸の内",
                                                 "梅田",
                                                 "博多",
                                                 "有楽町",
                                                 "つくば",
                                                 "長野",
                                                 "松本",
                                                 "高崎",
                                                 "宇都宮",
                                                 "水戸",
                                                 "盛岡",
                                                 "青森",
                                                 "松山",
                                                 "高松"};
constexpr std::array<std::string_view, 48> katakana{"クラウド",
                                                    "サービス",
                                                    "システム",
                                                    "データ",
                                                    "セキュリティ",
                                                    "ネットワーク",
                                                    "プロジェクト",
                                                    "パートナー",
                                                    "イベント",
                                                    "セミナー",
                                                    "オンライン",
                                                    "アプリ",
                                                    "デザイン",
                                                    "マーケティング",
                                                    "コンサルティング",
                                                    "ロボット",
                                                    "センサー",
                                                    "バッテリー",
                                                    "カメラ",
                                                    "プラットフォーム",
                                                    "スタートアップ",
                                                    "ベンチャー",
                                                    "オープンイノベーション",
                                                    "サプライチェーン",
                                                    "メンテナンス",
                                                    "リニューアル",
                                                    "キャンペーン",
                                                    "アンケート",
                                                    "カタログ",
                                                    "サンプル",
                                                    "プレゼン",
                                                    "デモ",
                                                    "インターン",
                                                    "チーム",
                                                    "リーダー",
                                                    "マネージャー",
                                                    "エンジニア",
                                                    "デザイナー",
                                                    "ライセンス",
                                                    "コスト",
                                                    "スケジュール",
                                                    "トラブル",
                                                    "フォロー",
                                                    "ニーズ",
                                                    "アイデア",
                                                    "テスト",
                                                    "リリース",
                                                    "アップデート"};
constexpr std::array<std::string_view, 40> families{
    "佐藤", "鈴木", "高橋",   "田中", "伊藤", "渡辺", "山本", "中村", "小林", "加藤",
    "吉田", "山田", "佐々木", "山口", "松本", "井上", "木村", "林",   "斎藤", "清水",
    "山崎", "森",   "池田",   "橋本", "阿部", "石川", "山下", "中島", "石井", "小川",
    "前田", "岡田", "長谷川", "藤田", "後藤", "近藤", "村上", "遠藤", "青木", "坂本"};
constexpr std::array<std::string_view, 36> company_heads{
    "見本",   "青葉", "日の出", "若竹", "大和",   "富士見", "桜木", "白鷺",   "三ツ星",
    "北斗",   "東陽", "西海",   "南風", "朝日丘", "緑川",   "金剛", "銀河",   "光洋",
    "瑞穂野", "千歳", "松風",   "竹内", "梅沢",   "鶴亀",   "龍神", "虎ノ尾", "隼",
    "若葉",   "星野", "月島",   "空色", "海老名", "川辺",   "谷中", "森下",   "林間"};
constexpr std::array<std::string_view, 24> company_tails{"商事",
                                                         "工業",
                                                         "製作所",
                                                         "電機",
                                                         "精密",
                                                         "化学",
                                                         "食品",
                                                         "運輸",
                                                         "建設",
                                                         "印刷",
                                                         "設計事務所",
                                                         "システムズ",
                                                         "ソリューションズ",
                                                         "ホールディングス",
                                                         "テクノロジー",
                                                         "ラボ",
                                                         "デザイン",
                                                         "出版",
                                                         "酒造",
                                                         "農園",
                                                         "水産",
                                                         "病院",
                                                         "研究所",
                                                         "銀行"};
// {t}opic {p}lace {k}atakana {n}ame {c}ompany {d}ate {m}oney {l}atin {r}are
constexpr std::array<std::string_view, 40> sentences{
    "来週の{p}の{t}に出展します。",
    "{d}に{p}で開かれる{t}に参加します。",
    "{c}の{n}さんと{t}について話しました。",
    "新しい{k}を{d}から始めます。",
    "{t}の資料をお渡しできますので、お気軽にお声がけください。",
    "ご来場いただいた皆さま、ありがとうございました。",
    "{n}さんにご紹介いただいた{c}を訪ねました。",
    "{k}と{t}を組み合わせた提案が好評でした。",
    "弊社では{t}の担当者を募集しています。",
    "{p}支店へ異動になりました。引き続きよろしくお願いいたします。",
    "{t}の{k}を無料で公開しました。",
    "{c}との共同{t}が決まりました。",
    "本日は{p}で{t}の打ち合わせでした。",
    "{m}円の予算で{k}を導入した事例を紹介します。",
    "{d}付で{t}部の部長に就任しました。",
    "創業{m}年を迎えることができました。",
    "{k}の使い方について質問があれば教えてください。",
    "お知り合いに{t}に詳しい方はいらっしゃいませんか。",
    "{l}を使った{t}の実証実験を行いました。",
    "{p}の{c}さんの工場を見学させていただきました。",
    "朝から雨でしたが、たくさんの方にお越しいただきました。",
    "{n}部長の講演がとても勉強になりました。",
    "詳しくは{c}のホームページをご覧ください。",
    "{t}と{t}の違いを社内で説明しました。",
    "{k}を見直して残業を{m}時間減らしました。",
    "{d}まで{p}に出張しています。近くの方はぜひ。",
    "名刺交換をした皆さま、今後ともよろしくお願いします。",
    "展示ブースは入口から三つ目の角です。",
    "{l}対応の{k}をリリースしました。",
    "{t}業界の{k}について記事を書きました。",
    "{n}さん、ご昇進おめでとうございます。",
    "今年の目標は{t}の売上を{m}倍にすることです。",
    "{c}様の{t}をお手伝いしました。",
    "海外からのお問い合わせが増えてきました。",
    "{k}の値上げについてお知らせがあります。",
    "{p}駅前に新しい事務所を開きました。",
    "オンラインでも{t}をご覧いただけます。",
    "{d}の{k}は満席になりました。",
    "昼は{p}の定食屋で{n}さんと{t}の話。",
    "若手の{n}が{t}の賞をいただきました。"};
constexpr std::array<std::string_view, 56> latin{
    "AI",        "IoT",     "SaaS",       "API",           "cloud",     "security",   "startup",
    "Tokyo",     "Osaka",   "Kubernetes", "Python",        "Rust",      "Linux",      "design",
    "marketing", "product", "robot",      "sensor",        "battery",   "camera",     "platform",
    "DX",        "SDGs",    "ESG",        "CRM",           "ERP",       "PoC",        "B2B",
    "UX",        "QR",      "blockchain", "semiconductor", "logistics", "healthcare", "fintech",
    "agritech",  "partner", "conference", "exhibition",    "webinar",   "workshop",   "engineer",
    "designer",  "manager", "supply",     "chain",         "quality",   "export",     "import",
    "license",   "release", "update",     "roadmap",       "podcast",   "newsletter", "hackathon"};
constexpr std::array<std::string_view, 16> english{
    "We are exhibiting at the {l} fair in {l} next week.",
    "Thanks to everyone who visited our {l} booth.",
    "Our team is hiring a {l} {l} in Tokyo.",
    "Notes from today's {l} workshop are online.",
    "Looking for a partner for {l} and {l}.",
    "The new {l} release is out, with better {l}.",
    "Happy to announce our {l} pilot with {r}.",
    "Does anybody know a good {l} supplier?",
    "Great talk about {l} by the people of {r}.",
    "I moved to the {l} department this month.",
    "We measured {l} against {l} and wrote it down.",
    "See you at the {l} conference on Friday.",
    "Our {l} report for this year is ready.",
    "Slides about {l} can be found on our site.",
    "Five years of {l}, thank you all.",
    "The {l} roadmap is open for comments."};
// Kanji that names of people, towns and companies are made of; two or three at random are rare.
constexpr std::u32string_view rare_kanji =
    U"一二三四五六七八九十百千万上下左右中大小山川田野原森林木本村町里谷沢沼池海浜島崎岬岸辺橋"
    U"坂道門寺宮社神仏天空雲雪雨風雷光明暗月日星火水土金銀銅鉄石岩砂玉珠宝剣刀弓矢馬牛犬猫鳥"
    U"鶴亀龍虎熊鹿狼兎魚貝虫蝶花草葉枝根種実桜梅松竹杉桐桃栗柿菊蘭藤萩菅茅芦蓮葵茜藍紅紫緑青"
    U"赤白黒黄東西南北春夏秋冬朝昼夕夜古今新旧長短高低深浅広狭遠近早遅強弱美清浄和平安泰福寿吉"
    U"幸栄昌盛隆興康健勇武文学芸術音楽歌舞言語義仁礼智信忠孝誠真善正直良好優賢聡敏俊英雄豊富裕"
    U"利益徳恵慈愛恩情心志念願望希夢想思考知識能力気元太次郎介助佐祐輔弘宏浩博洋淳純潤涼冷温"
    U"暖晴陽昭照輝耀煌灯焔燃炎熱織縫絹綿麻糸紡紙筆墨硯書画図形型品器具機械車輪軸船帆航港湾津"
    U"浦渡瀬滝淵泉井戸窓扉柱梁棟屋家館堂塔城郭垣塀庭園畑苗稲麦豆米飯酒醤味塩糖茶菓餅";

std::string utf8(std::u32string_view text) {
    std::string out;
    for (char32_t const c : text) { // all of three bytes
        out += static_cast<char>(0xE0 | (c >> 12));
        out += static_cast<char>(0x80 | ((c >> 6) & 0x3F));
        out += static_cast<char>(0x80 | (c & 0x3F));
    }
    return out;
}

// One of 20,000 words of two kanji, the first of them much more often than the last.
std::string ordinary_word(double u) {
    Dice dice{static_cast<std::uint64_t>(u * u * u * 20'000) ^ 0x0D1C};
    char32_t const first = rare_kanji[dice.below(rare_kanji.size())];
    char32_t const second = rare_kanji[dice.below(rare_kanji.size())];
    return utf8(std::u32string{first, second});
}

bool is_english(std::uint64_t number) { return Dice{number ^ 0xE7}.below(6) == 0; }

std::string filled(std::string_view sentence, std::uint64_t number, Dice &dice) {
    std::string out;
    for (std::size_t at = 0; at < sentence.size(); ++at) {
        if (sentence[at] != '{') {
            out += sentence[at];
            continue;
        }
        switch (sentence[at + 1]) {
        case 't':
            if (dice.below(2) == 0)
                out += dice.any(topics);
            else
                out += ordinary_word(dice.fraction());
            break;
        case 'p': out += dice.any(towns); break;
        case 'k': out += dice.any(katakana); break;
        case 'n': out += dice.any(families); break;
        case 'l': out += dice.any(latin); break;
        case 'c':
            out += dice.any(company_heads);
            out += dice.any(company_tails);
            break;
        case 'd':
            out += std::to_string(1 + dice.below(12)) + "月";
            out += std::to_string(1 + dice.below(28)) + "日";
            break;
        case 'm': out += std::to_string(1 + dice.below(90) * dice.below(90)); break;
        case 'r': out += rare_latin_word(number / 4); break;
        default: break;
        }
        at += 2;
    }
    return out;
}

std::vector<std::string> copied(std::initializer_list<std::string_view> words) {
    return {words.begin(), words.end()};
}

} // namespace

std::string rare_japanese_word(std::uint64_t number) {
    Dice dice{number ^ 0x5EED};
    std::u32string word;
    for (std::size_t i = 0, count = 2 + dice.below(2); i < count; ++i)
        word += rare_kanji[dice.below(rare_kanji.size())];
    return utf8(word);
}

std::string rare_latin_word(std::uint64_t number) {
    static constexpr std::string_view consonants = "bdfghjkmnprstvwz", vowels = "aeiou";
    Dice dice{number ^ 0x1A71};
    std::string word;
    for (std::size_t i = 0, count = 3 + dice.below(2); i < count; ++i) {
        word += consonants[dice.below(consonants.size())];
        word += vowels[dice.below(vowels.size())];
    }
    return word;
}

std::string made_post(std::uint64_t number) {
    Dice dice{number};
    std::string text;
    if (is_english(number)) {
        std::size_t const wanted = 70 + dice.below(60);
        while (text.size() < wanted) {
            if (!text.empty()) text += ' ';
            text += filled(dice.any(english), number, dice);
        }
        if (number % 4 == 0) text += " #" + rare_latin_word(number / 4);
        return text;
    }
    std::size_t const wanted = 3 * (70 + dice.below(60)); // bytes
    if (number % 4 == 0)
        text = rare_japanese_word(number / 4) + "の" + std::string{dice.any(families)} + "です。";
    while (text.size() < wanted) text += filled(dice.any(sentences), number, dice);
    return text;
}

std::vector<std::string> common_japanese_words() {
    return copied({"展示",   "展示会", "名刺",   "会議",   "商談",     "新製品", "採用",
                   "東京",   "大阪",   "名古屋", "福岡",   "開発",     "設計",   "営業",
                   "佐藤",   "鈴木",   "高橋",   "打合せ", "研修",     "勉強会", "出張",
                   "見積書", "契約書", "納品",   "講演",   "システム", "データ", "デザイン",
                   "製作所", "工業",   "商事",   "補助金", "半導体",   "医療",   "観光",
                   "農業",   "建築",   "保険",   "募集",   "紹介"});
}

std::vector<std::string> common_latin_words() {
    return copied({"ai",         "iot",      "saas",    "api",      "cloud",   "security",
                   "startup",    "tokyo",    "osaka",   "python",   "rust",    "design",
                   "marketing",  "robot",    "battery", "platform", "dx",      "crm",
                   "blockchain", "workshop", "hiring",  "partner",  "release", "roadmap"});
}

} // namespace goen::index
