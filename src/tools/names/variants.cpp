// SPDX-License-Identifier: Apache-2.0
#include "names/variants.hpp"

#include "base/text.hpp"

#include <algorithm>
#include <utility>
#include <vector>

namespace goen::names {
namespace {

// One group a word: the common shape first, then the others one meets in Japanese names. Old and
// new shapes of the jōyō and jinmeiyō tables (facts, as in Unihan's kJoyoKanji and kJinmeiyoKanji),
// the shapes family registers keep (髙 﨑 邉 濵 …), and those printers and forms mix up.
// Compatibility ideographs (U+FA19 …) are not here: NFKC folds them. Left apart on purpose, though
// dictionaries join them: 坂/阪, 崎/埼, 畑/畠, 砂/沙, 沈/沉, 修/脩, 篤/竺: people with one would
// not answer to the other. 斉 and 斎 are one group although they are two characters: half the Saitō
// are written with the wrong one; exact spelling ranks first (NameQuery::rank).
constexpr std::string_view groups = R"(
万萬 与與 世丗卋 丘坵 両兩 並竝 乗乘 乱亂 亀龜 予豫 争爭 亘亙 亜亞 京亰 仏佛 仙僊 仮假 会會
伝傳 体躰軆體 余餘 併倂 侠俠 価價 侭儘 倶俱 倹儉 偽僞 兎兔莵 児兒 党黨 円圓 写寫 冴冱 凛凜
処處 刃刄刅 剝剥 剣剱劍劒劔釼 剤劑 剰剩 励勵 労勞 効效 勅敕 勇勈 勧勸 勲勳 区區 医醫 単單
卯夘 即卽 却卻 厦廈 厨廚 厩廏廐 厳嚴 参參 双雙 収收 叙敍敘 台臺 号號 吉𠮷 同仝 呉吳吴 呑吞
哲喆 啓啔啟 喜㐂憙 喬乔 営營 嘆歎 嘗甞 嘱囑 団團 囲圍 図圖 国囯圀國 圏圈 土圡𡈽 圧壓 堕墮
場塲 塁壘 塔墖 塚冢 塡填 塩鹽 増增 壊壞 壌壤 壮壯 声聲 壱壹 売賣 壺壷 変變 夏夓 夢夣 奈柰
奥奧 奨奬獎 妊姙 妍姸 妙玅 姉姊 姫姬 娯娛 婿壻聟 嬢孃 学學斈 宜冝 宝寳寶 実實 富冨 寛寬 寝寢
対對 寿壽 専專 将將 尚尙 尭堯 尽盡 届屆 屏屛 属屬 岡崗 岩喦嵓巌巖 岳嶽 峡峽 峰峯 島㠀嶋嶌
崎㟢嵜﨑 巣巢 巻卷 帯帶 帰歸 幹榦 庁廳 広廣 庵菴 廃廢 廉㢘 廻迴 弁瓣辧辨辯 弐貳 弥彌 弯彎
強强 弾彈 当當 彦彥 往徃 径徑 従從 徳德 徴徵 応應 恋戀 恒恆 恩㤙 恵惠 悦悅 悩惱 悪惡 悳惪
惨慘 慎愼 懐懷 戦戰 戯戲 戸戶户 戻戾 払拂 抜拔 択擇 担擔 拝拜 拠據 拡擴 挙擧 挟挾 挿插 捜搜
掲揭 掴摑 揚敭 揺搖 携攜 摂攝 撃擊 撹攪 数數 斎亝斉齊齋齎 断斷 旗旂 既旣 旧舊 昂昻 昇曻 昼晝
昿曠 時时 晃晄 晋晉 晩晚 暁曉 暖煖 暦曆 曄曅 曹曺 曽曾 望朢 本夲 朶朵 杉杦 村邨 条條 来來
杯盃 松㮤枩 枡桝 枢樞 柏栢 柳栁桺 柵栅 査查 柿柹 栃杤 栄榮 桑桒 桜櫻 桟棧 桧檜 梁樑 梅楳
棋棊 棲栖 検檢 楼樓 楽樂 概槪 様樣 槙槇 権權 横橫 橋槗𣘺 欅﨔 欠缺 欧歐 歌哥謌 歓歡 歩步
歯齒 歳歲 歴歷 残殘 殴毆 殻殼 毎每 毘毗 気氣 氷冰 汚汙 沖冲 沢澤 洌冽 浄淨 浅淺 浜濱濵 浩澔
涙淚 涛濤 涼凉 清淸 渇渴 済濟 渉涉 渋澀澁 渓溪谿 渕淵渊 温溫 湧涌 湾灣 湿濕 満滿 溜澑 滝瀧
滞滯 潅灌 潜潛 澄澂 瀆涜 瀦潴 瀬瀨 灯燈 炉爐 点奌點 為爲 焔焰 焼燒 煕凞熈熙 煙烟 爾尓 犠犧
状狀 独獨 狭狹 猟獵 猫貓 献獻 猿猨 獣獸 珍珎 琴琹 瑠璢 瑤瑶 瓜𤓰 瓶甁 産產 画畫畵 留畄 略畧
番畨 異异 畳疊 疎疏 痩瘦 痴癡 痺痹 発發 登㞮 皐皋 盗盜 県縣 真眞 研硏 砕碎 碍礙 磯礒 礼禮
祇衹 祷禱 禄祿 禅禪 秋穐龝 秘祕 称稱 稲稻 穂穗 穎頴 穏穩 穣穰 窃竊 窓窗窻 窪漥 竈竃 竜龍
筺筐 箪簞 籠篭 粋粹 粛肅 糸絲 紙帋 絋紘 経經 絵繪 綉繍繡 継繼 続續 綿緜 総總 緑綠 緒緖 縁緣
縄繩 縦縱 繊纖 繋繫 纏纒 缶罐 群羣 翻飜 耕畊 聡聰 聴聽 肇肈 育毓 胆膽 脳腦 臈﨟 臓臟 舎舍
舗舖鋪 船舩 艶艷豔 芦蘆 芸藝 苺莓 茅茆 茎莖 草艸 荊荆 荘庄莊 莱萊 萌萠 蒋蔣 蓋盖葢 蓑簑 蔵藏
蕊蕋蘂 薫薰 薬藥 薮籔藪 虎乕 虚虛 虫蟲 蚕蠶 蛍螢 蛎蠣 蛮蠻 蝉蟬 蝿蠅 蟹蠏 蠟蝋 衛衞 袮祢禰
装裝 褒襃 覚覺 覧覽 観觀 角⻆甪 触觸 訳譯 証證 詠咏 誉譽 読讀 諌諫 謡謠 譲讓 讃讚 豊豐 賎賤
賓賔 賛贊 賢贒 起﨣 践踐 躯軀 転轉 軽輕 輌輛 辞辭 辺邉邊 返﨤 迩邇 迪廸 逃迯 逓遞 遅遲 道衟
達逹 遡溯 遥遙 郎郞 郷鄉鄕 酔醉 醤醬 醸釀 釈釋 野埜 釜釡 鈎鉤 鉄鉃銕鐡鐵 鉱砿礦鑛 銭錢 鋭銳
鋳鑄 錬鍊 録錄 鎌鐮 鎖鎻鏁 鎮鎭 鑑鑒 門门 閑閒 関關 閲閱 闘鬪 陥陷 険險 随隨 隠隱 隣鄰 隷隸
雑雜 霊靈 青靑 静靜 面靣 靭靫靱 須湏 頚頸 頰頬 頼賴 頽頹 顔顏 顕顯 飲飮 餅餠 館舘 駅驛
駆駈驅 騒騷 験驗 騨驒 髄髓 高髙 髪髮 鬱欝 鯵鰺 鰕蝦 鳧鳬 鴎鷗 鶏雞鷄 鶴靍靏鸖 麦麥 麹麴 麺麵
黄黃 黒黑 黙默 鼓皷 鼠鼡 齢齡
)";

struct Table {
    std::vector<std::pair<char32_t, char32_t>> common_of; // by first

    Table() {
        for (std::size_t at = 0; at < groups.size();) {
            char32_t common = 0;
            while (at < groups.size()) {
                char32_t const c = next_code_point(groups, at);
                if (c == ' ' || c == '\n') break;
                if (common == 0) {
                    common = c;
                } else {
                    common_of.emplace_back(c, common);
                }
            }
        }
        std::sort(common_of.begin(), common_of.end());
    }
};

Table const &table() {
    static Table const made;
    return made;
}

} // namespace

char32_t common_shape(char32_t c) {
    if (c < 0x3400) return c; // most text: nothing to look up
    auto const &all = table().common_of;
    auto const found = std::lower_bound(all.begin(), all.end(), std::pair{c, char32_t{0}});
    return found != all.end() && found->first == c ? found->second : c;
}

std::size_t variant_count() { return table().common_of.size(); }

} // namespace goen::names
