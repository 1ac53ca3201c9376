"""Quarters of Essaouira, communes and villages of its province, larger towns, words of names.

One line a place: id, spellings in Latin letters, spellings in Arabic letters. Articles and
clitics are understood by the matcher and need no line of their own. The words of names are those
that streets, schools and mosques are commonly called after: they show that a name begins, or
that it goes on.
"""

from __future__ import annotations

_TABLE = """
essaouira | essaouira, souira, ssouira, swira, saouira, mogador | الصويرة, صويرة, السويرة, موكادور
medina | medina, ancienne medina, medina l9dima, lmdina l9dima, mdina l9dima, l'ancienne medina, vieille ville, lmdina el9dima | المدينة القديمة, المدينة العتيقة, لمدينة القديمة
mellah | mellah, mella7 | الملاح
kasbah | kasbah, casbah, 9asba, kasba | القصبة
scala | skala du port, scala du port, sqala du port, sakala du port, skala de la ville, skala de la kasbah, skala, sqala, s9ala, scala, skalla, sakala | السقالة, الصقالة, سقالة, الصقلة
port | port d'essaouira, lport, marsa, port de peche | المرسى, الميناء, المرسا
ghazoua | ghazoua, ghazwa, ghazua, l4azwa | الغزوة, غزوة
diabat | diabat, diabate, dyabat | الديابات, ديابات
borj | borj, bordj, lborj, al borj, borj 1, borj 2 | البرج, برج
azlef | azlef, azelf, azlaf | أزلف, ازلاف, أزلاف
raounak | erraounak, raounak, rawnaq, raouna9, rawna9 | الرونق, رونق
lagune | lagune, la lagune, bouhaira, al bouhaira, bo7ayra, lbo7ayra | البحيرة, لبحيرة
dunes | quartier des dunes, les dunes | حي الكثبان, الكثبان
tafoukt | tafoukt, tafokt | تافوكت
essaouira_jadida | essaouira jadida, essaouira al jadida, essaouira el jadida, swira jdida, swira jjdida, souira jdida | الصويرة الجديدة, صويرة الجديدة, السويرة الجديدة, الصويرة جديدة
industriel | quartier industriel, parc industriel, zone industrielle, 7ay sina3i, l7ay sina3i | الحي الصناعي, المنطقة الصناعية
bab_doukkala | bab doukkala, bab dokkala, bab dekkala, bab dukkala | باب دكالة
bab_marrakech | bab marrakech, bab mrakch, bab merrakech | باب مراكش
bab_sbaa | bab sbaa, bab sba3, bab sebaa | باب السبع, باب سبع
bab_lachour | bab lachour, bab laachour, bab l3achour | باب لعشور, باب العشور
bab_menzeh | bab el menzeh, bab lmenzeh, bab manzah | باب المنزه
bab_lbhar | bab el bhar, bab lb7ar, bab labhar | باب البحر, باب لبحر
chbanat | chbanat, chebanat, chabanat | الشبانات, شبانات
bouakher | bouakher, bwakher, bouakhir, lbouakher | البواخر, بواخر, البواخير, بواخير
ahl_agadir | ahl agadir | أهل أكادير, اهل اكادير
bni_antar | bni antar, beni antar, bni 3antar | بني عنتر
souk_jdid | souk jdid, souk jedid, so9 jdid, souq jdid | السوق الجديد, سوق الجديد, سوق جديد
joutia | joutia, jouteya, jotia | الجوطية, جوطية
moulay_hassan | place moulay hassan, sa7at moulay hassan, moulay hassan | ساحة مولاي الحسن, مولاي الحسن
orson_welles | place orson welles, orson welles | ساحة أورسن ويلز, ساحة أورسون ويلز
sidi_mogdoul | sidi mogdoul, sidi magdoul, sidi megdoul | سيدي مكدول, سيدي ماكدول
corniche | corniche d'essaouira, corniche, kornich, lkornich | كورنيش الصويرة, الكورنيش, كورنيش
laarab | douar laarab, douar l3arab, dwar l3reb | دوار لعرب, دوار العرب
ounagha | ounagha, ounara, wnagha, onagha, ounaga, wnara, ounnara | أوناغة, وناغة, اوناغا, أونارة
hanchane | hanchane, el hanchane, hanchan, 7anchan, l7anchan | الحنشان, حنشان
had_draa | had draa, had dra, 7ed dra3, 7ad dra | حد الدرى, حد الدرا, حد درا, حد الدرع
talmest | talmest, talmast | تالمست, تلمست
akermoud | akermoud, akermud, akrmoud | أقرمود, اقرمود, أكرمود
moulay_bouzerktoun | moulay bouzerktoun, bouzerktoun, moulay bouzarktoun | مولاي بوزرقطون, بوزرقطون
tamanar | tamanar, temanar | تمنار, تامنار
smimou | smimou, sminou, smimo | سميمو
sidi_kaouki | sidi kaouki, sidi kawki, kaouki, sidi kaoki | سيدي كاوكي, كاوكي
tidzi | tidzi, tidsi | تيدزي
tafetachte | tafetachte, tafetacht, tftacht | تافتاشت, تفتاشت
meskala | meskala, mskala | مسكالة
sidi_ishaq | sidi ishaq, sidi ishak, sidi is7a9 | سيدي إسحاق
sidi_abdeljalil | sidi abdeljalil, sidi 3bdjlil | سيدي عبد الجليل
sidi_boulaalam | sidi boulaalam, sidi boul3alam | سيدي بولعلام
sidi_laaroussi | sidi laaroussi, sidi l3roussi | سيدي لعروسي, سيدي العروسي
sidi_mhamed_ou_marzouk | sidi m'hamed ou marzouk, sidi mhamed oumarzouk | سيدي امحمد أومرزوق, سيدي محمد اومرزوق
sidi_hmad_ou_mbarek | sidi hmad ou mbarek, sidi ahmed ou mbarek | سيدي احماد أومبارك, سيدي حماد اومبارك
sidi_hmad_ou_hamed | sidi hmad ou hamed, sidi ahmed ou hamed | سيدي احماد أوحامد, سيدي حماد اوحامد
sidi_ahmed_essayeh | sidi ahmed essayeh, sidi hmad sayh | سيدي أحمد السايح
sidi_el_jazouli | sidi el jazouli, sidi ljazouli | سيدي الجزولي
sidi_ghaneme | sidi ghaneme, sidi ghanem | سيدي غانم
sidi_ali_el_korati | sidi ali el korati, sidi ali lkourati | سيدي علي الكراتي
takate | takate, takat | تكاط, تاكاط
takoucht | takoucht | تكوشت, تاكوشت
tafedna | tafedna, tafdna | تافضنة, تفضنة
imsouane | imsouane, imsouan, imswan | إمسوان
imi_ntlit | imi n'tlit, imi ntlit | إيمي نتليت, امي نتليت
imgrade | imgrade, imgrad | إمكراد, امكراد
ida_ou_kazzou | ida ou kazzou, ida oukazzou | إداوكزو, إدا وكزو, ادا وكازو
argana | argana | أركانة
lalla_amina | lalla amina | للا أمينة
ida_ou_guelloul | ida ou guelloul, ida ouguelloul | إداوكلول, إدا وكلول
ida_ou_aazza | ida ou aazza, ida ou azza | إداوعزا, إدا وعزا
ezzaouite | ezzaouite, zaouite | الزاويت
ait_said | ait said, ait s3id | آيت سعيد
ait_daoud | ait daoud, ayt dawd | آيت داود
ait_aissi_ihahane | ait aissi ihahane | آيت عيسي إيحاحان
aguerd | aguerd, agard | أكرض, اكرد
aglif | aglif | أكليف
adaghas | adaghas | أداغاس
assais | assais | أسايس
bouzemmour | bouzemmour, bouzmour | بوزمور
bizdad | bizdad | بيزضاض
oulad_mrabet | oulad mrabet, ouled mrabet, wlad mrabt | أولاد مرابط, ولاد مرابط
kechoula | kechoula, kchoula | كشولة
korimate | korimate, kourimat, korimat, krimat | الكريمات, كوريمات, لكريمات
lagdadra | lagdadra, lgdadra | لكدادرة, الكدادرة
lahsinate | lahsinate, lhsinat | لحسينات, الحسينات
mkhalif | m'khalif, mkhalif, lmkhalif | المخاليف, مخاليف
mramer | m'ramer, mramer, lmramer | المرامر, مرامر
mzilate | mzilate, mzilat | مزيلات
mouarid | mouarid, mwarid | مواريد
targante | targante, targant | تركانت
tahelouante | tahelouante, tahlouant | تاهلوانت, تهلوانت
timizguida_ouftas | timizguida ouftas, timezgida ouftas | تيمزكيدة أوفتاس
zaouiat_ben_hmida | zaouiat ben hmida, zawyat ben hmida, zawiyat ben 7mida | زاوية بن حميدة, زاوية بنحميدة
casablanca | casablanca, casa, dar lbayda, dar lbida, ddar lbayda | الدار البيضاء, كازا, دار البيضا, الدار البيضا, كازابلانكا
rabat | rabat, rbat, rrbat | الرباط
marrakech | marrakech, mrakch, merrakech, mrrakch, marrakesh | مراكش
agadir | agadir | أكادير, اكادير, أغادير
safi | safi, asfi | آسفي, اسفي
fes | fes, fez, fas | فاس
tanger | tanger, tanja | طنجة
meknes | meknes, mknas | مكناس
eljadida | el jadida, eljadida | مدينة الجديدة
chichaoua | chichaoua, chichawa | شيشاوة
ida_ougourd | ida ougourd, ida ou gourd, ida ougord | إدا وكرض, إداوكرض, ادا وكرد
tagharte | tagharte, taghart, tagart | تاغارت, تغارت
fish_market | marche aux poissons, marche au poisson, marche de poisson, so9 l7out, souk l7out, souk lhout, marche l7out | سوق السمك, سوق الحوت
grain_market | marche aux grains, rahba l9dima | الرحبة القديمة
city_wall | sour lmdina, remparts | سور المدينة, الأسوار
bus_station | gare routiere, lagare routiere, mahatta tor9iya, lma7atta lto9iya | المحطة الطرقية, محطة الحافلات
haddada | haddada, 7eddada, 7addada | الحدادة
administrative_quarter | quartier administratif | الحي الإداري
university_quarter | cite universitaire | الحي الجامعي
jewellers | souk des bijoutiers | سوق الصاغة
hassani | 7ay l7assani, hay hassani, 7ay 7assani | الحي الحسني
mohammadi | hay mohammadi, 7ay mohammadi, lhay lmohammadi | الحي المحمدي
tetouan | tetouan, titwan, ttitwan | تطوان
oujda | oujda, wejda, ojda | وجدة
kenitra | kenitra, 9nitra, l9nitra, knitra | القنيطرة
temara | temara, tmara | تمارة
mohammedia | mohammedia, lm7amdia, mohamadia | المحمدية
beni_mellal | beni mellal, bni mellal | بني ملال
nador | nador, nnador | الناظور, الناضور
taroudant | taroudant, taroudannt, tarodant | تارودانت
tiznit | tiznit | تيزنيت
ouarzazate | ouarzazate, warzazat | ورزازات
laayoune | laayoune, l3youn, la3youn | العيون
inezgane | inezgane, inzgan | إنزكان
settat | settat, stat | سطات
khouribga | khouribga, khribga | خريبكة
youssoufia | youssoufia, lyousoufia | اليوسفية
chefchaouen | chefchaouen, chaouen | شفشاون
"""  # noqa: E501 - one line a place

# After these words the name goes on with one word more.
_PREFIXES = """
sidi moulay my mly mouley lalla ibn ibno bnou ben bin bni beni ait ayt oulad ouled wlad awlad ahl
abou abi bou oum om abd abdel abdul abdal prince princesse imam hadj hadja haj lhaj cheikh chahid
emir roi saint bab dar bir ain 3in oued wad jbel jnan riad ras cap general capitaine docteur
sidna si hajja ida al el
سيدي سيد مولاي لالة للا ابن بن أبو أبي ابا أم بني آيت أيت أولاد ولاد أهل عبد الأمير الأميرة الإمام
الحاج الشهيد القاضي الملك القائد باب دار بئر عين واد وادي جبل جنان رياض راس رأس سيدنا إدا الشيخ
الدكتور لحاج ذو
"""
# First names, after which a number, a descent or a surname may stand.
_FIRST_NAMES = """
mohammed mohamed mohamad muhammad mohammad mhamed med mohd hassan hasan hssan allal ahmed ahmad hmad
youssef yousef omar omr ali abdellah abdallah abdelah abdelkrim abdelkarim abdelaziz abdelkader
khalid tarik tariq oqba okba 3o9ba salah yacoub idriss driss fatima aicha 3icha ibrahim brahim
ismail moussa bachir jamal rachid orson massira 3abdellah 3abdlah 3li 3omar mo7amed mou7amed m7amed
محمد الحسن حسن علال أحمد احماد يوسف عمر علي خالد طارق عقبة صلاح يعقوب إدريس فاطمة عائشة إبراهيم
إسماعيل موسى جمال رشيد عبدالله عبدالكريم امحمد عثمان حمان المسيرة
"""
# What quarters, streets, schools and mosques are called after, beside the places above.
_NAMES = """
istiqlal istiklal l'istiqlal massira masira wahda amal nahda nahdha salam houda huda nour nur fath
andalous andalus qods quds 9ods l9ods wifaq annakhil nakhil zerktouni zaytoun zaytouna akensous
laalouj l3louj attarine la3tarin consuls chabab chabanat tilal inara inbiaat farah firdaous firdaws
hana rahma sa3ada saada riyad riad manar mostakbal moustakbal baraka takadoum taqadoum hidaya badr
iman islah ikhlas anouar wafa zohour zouhour yasmine rabie rabi3 bassatine boustane sanaa caire
tlal msalla mssalla mrabtin mzab mssira roches dunes ksob 9sab la3alouj bachir aqaba akba 3a9aba
souiri dakira khadra khadrae ba7r bhar poste liberte independance paix republique
الاستقلال المسيرة الوحدة الأمل النهضة السلام الهدى النور الفتح الأندلس القدس الوفاق النخيل الزيتون
العلوج العطارين القناصل الشباب تلال أكنسوس الزرقطوني الحسنى الرحمة السعادة الرياض المنار المستقبل
البركة التقدم بدر الإيمان الوفاء الزهور الياسمين القاهرة صنعاء الباشا القصب العقبة الخضراء
"""

Names = tuple[str, ...]


def places() -> list[tuple[str, Names, Names]]:
    """All places as (id, Latin spellings, Arabic spellings)."""
    return [_row(line) for line in _TABLE.strip().splitlines()]


def _row(line: str) -> tuple[str, Names, Names]:
    place, latin, arabic = (part.strip() for part in line.split("|"))
    return place, _names(latin), _names(arabic)


def _names(cell: str) -> Names:
    return tuple(name.strip() for name in cell.split(","))


def prefixes() -> str:
    """Words of names after which one word more belongs to the name, spaces between."""
    return _PREFIXES


def first_names() -> str:
    """First names, after which a number, a descent or a surname may stand."""
    return _FIRST_NAMES


def name_words() -> str:
    """Words that are known to be names of streets, quarters, schools or mosques."""
    return _NAMES
