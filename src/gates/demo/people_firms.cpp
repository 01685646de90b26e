// SPDX-License-Identifier: Apache-2.0
#include "demo/people_data.hpp"

namespace goen::demo {

// Words nobody trades under, as far as anyone knows; with a business they make the names of
// invented firms.
std::span<Stem const> stems() {
    static constexpr Stem all[] = {
        {"ことほぎ", "Kotohogi"},
        {"澪つくし", "Miotsukushi"},
        {"宵待", "Yoimachi"},
        {"朝凪坂", "Asanagizaka"},
        {"雲井橋", "Kumoibashi"},
        {"千歳縁", "Chitose-en"},
        {"花筏", "Hanaikada"},
        {"鈴音丘", "Suzunegaoka"},
        {"常磐木", "Tokiwagi"},
        {"夕映", "Yubae"},
        {"みはし野", "Mihashino"},
        {"若竹台", "Wakatakedai"},
        {"有明月", "Ariakezuki"},
        {"結縁", "Ketsuen"},
        {"蒼穹", "Sokyu"},
        {"汐見坂", "Shiomizaka"},
        {"八千草", "Yachigusa"},
        {"木漏日", "Komorebi"},
        {"風待港", "Kazemachi"},
        {"東雲橋", "Shinonomebashi"},
        {"玉響", "Tamayura"},
        {"初音", "Hatsune"},
        {"白露", "Hakuro"},
        {"萌木", "Moegi"},
        {"つむぎ野", "Tsumugino"},
        {"星降", "Hoshifuri"},
        {"渡瀬川", "Watasegawa"},
        {"七曜", "Shichiyo"},
        {"藍染橋", "Aizomebashi"},
        {"暁天", "Gyoten"},
        {"うたかた", "Utakata"},
        {"双葉山手", "Futaba-Yamate"},
        {"麦秋", "Bakushu"},
        {"ひさかた", "Hisakata"},
        {"水鏡", "Mizukagami"},
        {"綾瀬野", "Ayaseno"},
        {"紅梅町", "Kobaicho"},
        {"まほろ台", "Mahorodai"},
        {"千鳥ヶ岬", "Chidorigamisaki"},
        {"銀杏通", "Ichodori"},
        {"秋津原", "Akitsuhara"},
        {"蔦葛", "Tsutakazura"},
        {"髙見澤", "Takamizawa"},
        {"見本", "Mihon"},
        {"例示", "Reiji"},
        {"縁", "Enishi"},
        {"ななほし", "Nanahoshi"},
        {"潮騒", "Shiosai"},
    };
    return all;
}

std::span<Business const> businesses() {
    using enum Trade;
    static constexpr std::string_view limited = "株式会社", joint = "合同会社", small = "有限会社";
    static constexpr Business all[] = {
        {"精機", "Precision", maker, "", limited, "Co., Ltd."},
        {"製作所", "Works", maker, limited, "", "Co., Ltd."},
        {"電子", "Electronics", maker, limited, "", "Corporation"},
        {"化成", "Chemicals", maker, "", limited, "Co., Ltd."},
        {"ソフト", "Software", technology, limited, "", "Inc."},
        {"システムズ", "Systems", technology, "", limited, "Inc."},
        {"デザイン", "Design", technology, "", joint, "LLC"},
        {"ラボ", "Lab", technology, joint, "", "LLC"},
        {"商事", "Trading", trading, "", limited, "Co., Ltd."},
        {"物産", "Products", trading, limited, "", "Ltd."},
        {"物流", "Logistics", trading, limited, "", "Co., Ltd."},
        {"通商", "International", trading, "", limited, "Co., Ltd."},
        {"建設", "Construction", building, "", limited, "Corporation"},
        {"工務店", "Builders", building, small, "", "Ltd."},
        {"設計事務所", "Architects", building, limited, "", "Inc."},
        {"不動産", "Estates", building, limited, "", "Co., Ltd."},
        {"食品", "Foods", food, "", limited, "Co., Ltd."},
        {"製茶", "Tea", food, small, "", "Ltd."},
        {"酒造", "Sake Brewery", food, "", "合資会社", "Ltd."},
        {"ホテル", "Hotels", food, limited, "", "Co., Ltd."},
        {"信用組合", "Credit Union", finance, "", "", ""},
        {"キャピタル", "Capital", finance, "", limited, "Inc."},
        {"保険サービス", "Insurance Services", finance, limited, "", "Co., Ltd."},
        {"税理士法人", "Tax Partners", advice, "", "", ""},
        {"法律事務所", "Law Office", advice, "", "", ""},
        {"コンサルティング", "Consulting", advice, "", limited, "Inc."},
        {"広告社", "Advertising", advice, limited, "", "Inc."},
        {"クリニック", "Clinic", medical, "医療法人社団", "", ""},
        {"病院", "Hospital", medical, "医療法人", "", ""},
        {"苑", "Care Home", medical, "社会福祉法人", "", ""},
        {"学園", "Academy", school, "学校法人", "", ""},
        {"大学", "University", school, "学校法人", "", ""},
        {"まちづくり協議会", "Town Forum", civic, "NPO法人", "", ""},
        {"国際交流会", "Exchange Association", civic, "一般社団法人", "", ""},
        {"育英財団", "Scholarship Foundation", civic, "公益財団法人", "", ""},
        {"工房", "Studio", craft, "", "", ""},
        {"堂", "Do", craft, "合名会社", "", ""},
        {"写真館", "Photo Studio", craft, small, "", "Ltd."},
    };
    return all;
}

std::span<Department const> departments(Trade trade) {
    static constexpr Department firm[] = {
        {{"営業本部", "Sales Division"}, {"第一営業部", "Sales Department 1"}},
        {{"営業本部", "Sales Division"}, {"第二営業部", "Sales Department 2"}},
        {{"営業本部", "Sales Division"}, {"海外営業部", "Overseas Sales"}},
        {{"管理本部", "Administration"}, {"総務部", "General Affairs"}},
        {{"管理本部", "Administration"}, {"人事部", "Human Resources"}},
        {{"管理本部", "Administration"}, {"経理部", "Accounting"}},
        {{"経営企画室", "Corporate Planning"}, {"", ""}},
        {{"マーケティング部", "Marketing"}, {"広報課", "Public Relations"}},
        {{"生産本部", "Production"}, {"品質保証部", "Quality Assurance"}},
        {{"研究開発本部", "Research and Development"}, {"開発一課", "Development 1"}},
        {{"情報システム部", "Information Systems"}, {"", ""}},
        {{"購買部", "Purchasing"}, {"調達課", "Procurement"}},
        {{"大阪支店", "Osaka Branch"}, {"営業課", "Sales"}},
        {{"法務部", "Legal Affairs"}, {"知的財産課", "Intellectual Property"}},
    };
    static constexpr Department tech[] = {
        {{"プロダクト開発部", "Product Development"}, {"", ""}},
        {{"開発本部", "Engineering"}, {"基盤チーム", "Platform Team"}},
        {{"開発本部", "Engineering"}, {"モバイルチーム", "Mobile Team"}},
        {{"カスタマーサクセス部", "Customer Success"}, {"", ""}},
        {{"事業開発部", "Business Development"}, {"", ""}},
        {{"コーポレート部", "Corporate"}, {"採用チーム", "Recruiting"}},
    };
    static constexpr Department hospital[] = {
        {{"内科", "Internal Medicine"}, {"", ""}},
        {{"整形外科", "Orthopaedics"}, {"", ""}},
        {{"看護部", "Nursing"}, {"", ""}},
        {{"事務局", "Office"}, {"医事課", "Medical Affairs"}},
        {{"地域連携室", "Community Liaison"}, {"", ""}},
    };
    static constexpr Department university[] = {
        {{"経済学部", "Faculty of Economics"}, {"", ""}},
        {{"工学部", "Faculty of Engineering"}, {"情報工学科", "Computer Science"}},
        {{"国際交流センター", "International Centre"}, {"", ""}},
        {{"就職支援課", "Career Services"}, {"", ""}},
    };
    static constexpr Department few[] = {{{"", ""}, {"", ""}},
                                         {{"事務局", "Secretariat"}, {"", ""}}};
    switch (trade) {
    case Trade::technology: return tech;
    case Trade::medical: return hospital;
    case Trade::school: return university;
    case Trade::civic:
    case Trade::craft:
    case Trade::advice: return few;
    case Trade::maker:
    case Trade::trading:
    case Trade::building:
    case Trade::food:
    case Trade::finance: break;
    }
    return firm;
}

std::span<Pair const> ranks(Trade trade) {
    static constexpr Pair firm[] = {{"", ""},
                                    {"主任", "Senior Staff"},
                                    {"係長", "Section Chief"},
                                    {"課長代理", "Deputy Manager"},
                                    {"課長", "Manager"},
                                    {"次長", "Deputy General Manager"},
                                    {"部長", "General Manager"},
                                    {"執行役員", "Executive Officer"},
                                    {"常務取締役", "Managing Director"},
                                    {"代表取締役社長", "President and CEO"}};
    static constexpr Pair tech[] = {{"エンジニア", "Engineer"},
                                    {"デザイナー", "Designer"},
                                    {"シニアエンジニア", "Senior Engineer"},
                                    {"プロダクトマネージャー", "Product Manager"},
                                    {"チームリーダー", "Team Lead"},
                                    {"マネージャー", "Manager"},
                                    {"部長", "Head of Department"},
                                    {"執行役員CTO", "Chief Technology Officer"},
                                    {"取締役", "Director"},
                                    {"代表取締役CEO", "Founder and CEO"}};
    static constexpr Pair hospital[] = {{"看護師", "Nurse"},
                                        {"事務主任", "Senior Clerk"},
                                        {"主任", "Senior Staff"},
                                        {"医師", "Physician"},
                                        {"医員", "Physician"},
                                        {"医長", "Chief Physician"},
                                        {"部長", "Head of Department"},
                                        {"事務長", "Director of Administration"},
                                        {"副院長", "Deputy Director"},
                                        {"院長", "Director"}};
    static constexpr Pair university[] = {{"職員", "Staff"},
                                          {"助教", "Assistant Professor"},
                                          {"主任", "Senior Staff"},
                                          {"講師", "Lecturer"},
                                          {"准教授", "Associate Professor"},
                                          {"課長", "Manager"},
                                          {"教授", "Professor"},
                                          {"学科長", "Head of Department"},
                                          {"学部長", "Dean"},
                                          {"理事長", "Chair of the Board"}};
    static constexpr Pair office[] = {{"スタッフ", "Staff"},
                                      {"アソシエイト", "Associate"},
                                      {"主任", "Senior Staff"},
                                      {"コンサルタント", "Consultant"},
                                      {"マネージャー", "Manager"},
                                      {"シニアマネージャー", "Senior Manager"},
                                      {"パートナー", "Partner"},
                                      {"理事", "Board Member"},
                                      {"専務理事", "Executive Director"},
                                      {"代表", "Principal"}};
    switch (trade) {
    case Trade::technology: return tech;
    case Trade::medical: return hospital;
    case Trade::school: return university;
    case Trade::advice:
    case Trade::civic:
    case Trade::craft: return office;
    case Trade::maker:
    case Trade::trading:
    case Trade::building:
    case Trade::food:
    case Trade::finance: break;
    }
    return firm;
}

std::span<Pair const> side_posts() {
    static constexpr Pair all[] = {{"顧問", "Adviser"},
                                   {"社外取締役", "Outside Director"},
                                   {"監事", "Auditor"},
                                   {"理事", "Board Member"},
                                   {"非常勤講師", "Part-time Lecturer"},
                                   {"副業デザイナー", "Freelance Designer"},
                                   {"青年部 副部長", "Vice Chair, Young Members"},
                                   {"評議員", "Councillor"}};
    return all;
}

std::span<Pair const> buildings() {
    static constexpr Pair all[] = {{"", ""},
                                   {"ゆうなぎビル", "Yunagi Bldg."},
                                   {"第二あけぼのビル", "Akebono Bldg. No. 2"},
                                   {"みずいろタワー", "Mizuiro Tower"},
                                   {"こだまスクエア", "Kodama Square"},
                                   {"若葉ビルヂング", "Wakaba Building"},
                                   {"月見ビル別館", "Tsukimi Bldg. Annex"}};
    return all;
}

} // namespace goen::demo
