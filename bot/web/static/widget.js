/*
 * Jawab's chat widget: one file, no dependency, no build step.
 *
 *   <script src="https://jawab.example/widget.js" data-locale="ary" defer></script>
 *
 * data-locale   fr | ar | ary | ary-Latn   (preset: the page's language, else French)
 * data-gateway  address of the gateway     (preset: where this file came from)
 * data-heading  name shown at the top      (preset: "Jawab")
 * data-privacy  https address of the commune's full privacy notice
 *
 * The page may call open(), close(), ask(text) on the <jawab-widget> element, set its `locale`
 * attribute, and theme it with the custom properties --jawab-* listed at the top of STYLE.
 *
 * Parts: WORDS, STYLE, elements, text, storage, events, client (no DOM), widget (no network),
 * mount.
 */
(() => {
"use strict";

if (customElements.get("jawab-widget")) return;

const MAX_CHARS = 1000;
const COUNTER_FROM_CHARS = 900;
const POST_TIMEOUT_MS = 15_000;
// The gateway writes a comment every 15 s: three missed ones mean a dead line.
const SILENCE_MS = 45_000;
const NEAR_END_PX = 80;
const TYPING_MS = 30_000;
// Replayed talk is over when the stream has been quiet for this long.
const REPLAY_QUIET_MS = 500;
const SLOW_MS = 1_500;
const TRIES = 3;
const STOPS = "button, select, textarea, a[href], [tabindex='0']";
const FULL_SCREEN = "(max-width: 30em), (max-height: 30em)";

/* ---------------------------------------------------------------- WORDS */

const LOCALES = {
  fr: { name: "Français", dir: "ltr", dates: "fr-MA" },
  ar: { name: "العربية", dir: "rtl", dates: "ar-MA-u-nu-latn" },
  ary: { name: "الدارجة", dir: "rtl", dates: "ar-MA-u-nu-latn" },
  "ary-Latn": { name: "Darija", dir: "ltr", dates: "fr-MA" },
};

const WORDS = {
  fr: {
    launcher: "Une question ?",
    heading: "Jawab",
    subheading: "Assistant de la commune",
    close: "Fermer",
    language: "Langue",
    log: "Conversation",
    label: "Écrivez votre message",
    send: "Envoyer",
    you: "Vous :",
    bot: "Jawab :",
    typing: "Jawab écrit…",
    welcome: "Bonjour. Posez une question sur une démarche, ou demandez où en est votre demande.\n"
      + "Écrivez comme vous parlez : darija, arabe ou français.",
    choices: "Réponses proposées",
    chosen: "choisi",
    sending: "Envoi…",
    failed: "Non envoyé.",
    retry: "Réessayer",
    refused: "Ce message n’a pas été accepté.",
    offline: "Connexion coupée. Nouvel essai en cours…",
    online: "Connexion rétablie.",
    ended: "La session précédente est terminée. Une nouvelle a commencé.",
    limit: "Message trop long : 1000 caractères au plus.",
    person: "Parler à une personne",
    personAsk: "Je veux parler à une personne.",
    privacy: "Vie privée",
    privacyHeading: "Vos données",
    privacyText: "• N’écrivez pas le numéro de votre carte nationale : il n’est jamais demandé ici. "
      + "S’il est écrit, il est masqué avant tout enregistrement.\n"
      + "• Vos messages sont traités et gardés sur le serveur de la commune, pour vous répondre.\n"
      + "• Aucun cookie. Quand vous fermez l’onglet, cet appareil oublie la conversation.\n"
      + "• Pour voir ou effacer ce que le serveur garde, adressez-vous à la commune.\n"
      + "• Vos droits viennent de la loi 09-08 ; la CNDP veille à son respect.",
    privacyMore: "Lire la notice complète",
    restart: "Effacer de cet écran et recommencer",
    back: "Retour à la conversation",
    source: "Source :",
    dated: "page de",
    checked: "lue en",
    newTab: "nouvel onglet",
    unread: "Nouveaux messages :",
    overview: "En bref",
    documents: "Pièces à fournir",
    fee: "Frais",
    delay: "Délai",
    where: "Où aller",
    online_service: "En ligne",
    validity: "Validité",
    eligibility: "Qui peut demander",
  },
  ar: {
    launcher: "هل لديكم سؤال؟",
    heading: "جواب",
    subheading: "مساعد الجماعة",
    close: "إغلاق",
    language: "اللغة",
    log: "المحادثة",
    label: "اكتبوا رسالتكم",
    send: "إرسال",
    you: "أنتم:",
    bot: "جواب:",
    typing: "جواب يكتب…",
    welcome: "مرحبا. اطرحوا سؤالا عن إجراء إداري، أو اسألوا أين وصل طلبكم.\n"
      + "اكتبوا كما تتكلمون: بالدارجة أو العربية أو الفرنسية.",
    choices: "أجوبة مقترحة",
    chosen: "تم اختياره",
    sending: "جارٍ الإرسال…",
    failed: "لم تُرسل.",
    retry: "إعادة المحاولة",
    refused: "لم تُقبل هذه الرسالة.",
    offline: "انقطع الاتصال. تجري محاولة جديدة…",
    online: "عاد الاتصال.",
    ended: "انتهت الجلسة السابقة وبدأت جلسة جديدة.",
    limit: "الرسالة طويلة: 1000 حرف على الأكثر.",
    person: "التحدث مع موظف",
    personAsk: "أريد التحدث مع موظف.",
    privacy: "الخصوصية",
    privacyHeading: "معطياتكم",
    privacyText: "• لا تكتبوا رقم بطاقتكم الوطنية: لا نطلبه هنا أبدا. وإذا كُتب فإنه يُحجب قبل أي تسجيل.\n"
      + "• تُعالَج رسائلكم ويُحتفظ بها على خادم الجماعة من أجل الجواب عنها.\n"
      + "• لا نستعمل الكوكيز. وعند إغلاق هذه الصفحة ينسى جهازكم المحادثة.\n"
      + "• للاطلاع على ما يحتفظ به الخادم أو حذفه، توجهوا إلى الجماعة.\n"
      + "• حقوقكم مصدرها القانون 09-08، وتسهر على احترامه اللجنة الوطنية CNDP.",
    privacyMore: "قراءة الإشعار الكامل",
    restart: "مسح المحادثة من الشاشة والبدء من جديد",
    back: "العودة إلى المحادثة",
    source: "المصدر:",
    dated: "صفحة بتاريخ",
    checked: "قُرئت في",
    newTab: "في نافذة جديدة",
    unread: "رسائل جديدة:",
    overview: "باختصار",
    documents: "الوثائق المطلوبة",
    fee: "الرسوم",
    delay: "الأجل",
    where: "المكان",
    online_service: "عبر الإنترنت",
    validity: "مدة الصلاحية",
    eligibility: "من يحق له الطلب",
  },
  ary: {
    launcher: "عندك شي سؤال؟",
    heading: "جواب",
    subheading: "المساعد ديال الجماعة",
    close: "سدّ",
    language: "اللغة",
    log: "الهضرة ديالنا",
    label: "كتب الميساج ديالك",
    send: "صيفط",
    you: "الميساج ديالك:",
    bot: "جواب:",
    typing: "جواب كيكتب…",
    welcome: "مرحبا بيك. سوّل على شي وراق، ولا سوّل فين وصل الطلب ديالك.\n"
      + "كتب كيف ما كتهضر: بالدارجة، بالعربية ولا بالفرنساوية.",
    choices: "ختار واحد من هادو",
    chosen: "هادا اللي ختاريتي",
    sending: "كيتصيفط…",
    failed: "ما تصيفطش.",
    retry: "عاود جرّب",
    refused: "هاد الميساج ما تقبلش.",
    offline: "تقطعات الكونيكسيون. راه كنعاودو نجرّبو…",
    online: "رجعات الكونيكسيون.",
    ended: "الهضرة اللي قبل سالات، وبدينا وحدة جديدة.",
    limit: "الميساج طويل بزاف: 1000 حرف هي الحد.",
    person: "نهضر مع شي موظف",
    personAsk: "بغيت نهضر مع شي موظف.",
    privacy: "المعطيات ديالك",
    privacyHeading: "المعطيات ديالك",
    privacyText: "• ما تكتبش النمرة د لاكارط ناسيونال: عمّرنا ما كنطلبوها هنا. وإلا كتبتيها كتتخبّا قبل ما يتسجّل والو.\n"
      + "• الميساجات ديالك كيبقاو فالسيرفور ديال الجماعة باش نجاوبوك.\n"
      + "• ما كاين حتى كوكي. ملي كتسدّ الصفحة، هاد التيليفون ولا البيسي كينسى الهضرة.\n"
      + "• إلا بغيتي تشوف ولا تمسح داكشي اللي باقي فالسيرفور، سول فالجماعة.\n"
      + "• الحقوق ديالك جايين من القانون 09-08، وكتسهر عليه CNDP.",
    privacyMore: "قرا كلشي بالتفصيل",
    restart: "مسح الهضرة من الشاشة وبدا من جديد",
    back: "رجع للهضرة",
    source: "المصدر:",
    dated: "الصفحة ديال",
    checked: "تقرات ف",
    newTab: "كيتحل فصفحة جديدة",
    unread: "ميساجات جداد:",
    overview: "باختصار",
    documents: "الوراق اللي خاصين",
    fee: "شحال كيقام",
    delay: "شحال د الوقت",
    where: "فين تمشي",
    online_service: "فالأنترنيت",
    validity: "شحال كيبقى صالح",
    eligibility: "شكون عندو الحق",
  },
  "ary-Latn": {
    launcher: "3endek chi so2al?",
    heading: "Jawab",
    subheading: "L-mosa3id d ljama3a",
    close: "Sedd",
    language: "Logha",
    log: "L-hadra dyalna",
    label: "Kteb l-message dyalek",
    send: "Sifet",
    you: "L-message dyalek:",
    bot: "Jawab:",
    typing: "Jawab kaykteb…",
    welcome: "Mer7ba bik. Sewwel 3la chi wra9, wla sewwel fin wsel talab dyalek.\n"
      + "Kteb kif ma kathder: b darija, b l3arabiya wla b lfransawiya.",
    choices: "Khtar wa7ed men hadou",
    chosen: "hada li khtariti",
    sending: "Kayetsifet…",
    failed: "Ma tsifetch.",
    retry: "3awed jerreb",
    refused: "Had l-message ma t9belch.",
    offline: "T9et3at l-connexion. Rah kan3awdou njerrbou…",
    online: "Rej3at l-connexion.",
    ended: "L-hadra li 9bel salat, w bdina we7da jdida.",
    limit: "L-message twil bezzaf: 1000 7erf hiya l7edd.",
    person: "Nehder m3a mowaddaf",
    personAsk: "Bghit nehder m3a chi mowaddaf.",
    privacy: "L-mo3tayat",
    privacyHeading: "L-mo3tayat dyalek",
    privacyText: "• Ma tektebch nnemra d la carte nationale: 3emmerna ma kantelbouha hna. "
      + "W ila ktebtiha katetkhebba 9bel ma yetsejjel walou.\n"
      + "• L-messages dyalek kayb9aw f serveur dyal ljama3a bach njawbouk.\n"
      + "• Ma kayn 7ta cookie. Melli katsedd l-page, had t-tilifoun wla l-PC kaynsa l-hadra.\n"
      + "• Ila bghiti tchouf wla tmse7 dakchi li ba9i f serveur, sewwel f ljama3a.\n"
      + "• L-7o9o9 dyalek jayin men l9anoun 09-08, w katsher 3lih CNDP.",
    privacyMore: "9ra kolchi b tafsil",
    restart: "Mse7 l-hadra men l-écran w bda men jdid",
    back: "Rje3 l l-hadra",
    source: "L-masdar:",
    dated: "l-page dyal",
    checked: "t9rat f",
    newTab: "kayt7el f page jdida",
    unread: "Messages jdad:",
    overview: "B lekhtisar",
    documents: "Lwra9 li khassin",
    fee: "Ch7al kay9am",
    delay: "Ch7al d lwe9t",
    where: "Fin temchi",
    online_service: "F l-internet",
    validity: "Ch7al kayb9a sale7",
    eligibility: "Chkoun 3endou l7e99",
  },
};

const known = (locale) => (Object.hasOwn(LOCALES, locale || "") ? locale : null);

/* ---------------------------------------------------------------- STYLE */

const STYLE = `
:host {
  all: initial;
  --primary: var(--jawab-primary, #1f5f8b);
  --on-primary: var(--jawab-on-primary, #ffffff);
  --deep: var(--jawab-deep, #164766);
  --tint: var(--jawab-tint, #e6f0f6);
  --surface: var(--jawab-surface, #ffffff);
  --sand: var(--jawab-sand, #faf5ec);
  --line: var(--jawab-line, #e6dac5);
  --ink: var(--jawab-ink, #1c2a34);
  --muted: var(--jawab-muted, #55636d);
  --accent: var(--jawab-accent, #b0531d);
  --danger: var(--jawab-danger, #a3271c);
  --radius: var(--jawab-radius, 1.125em);
  --inline-size: var(--jawab-inline-size, 25em);
  --block-size: var(--jawab-block-size, 42em);
  --edge: var(--jawab-edge, 1.25em);
  --z: var(--jawab-z, 2147483000);
  font-family: var(--jawab-font, system-ui, "Segoe UI", Roboto, "Noto Sans", "Noto Sans Arabic", sans-serif);
  font-size: max(16px, 1rem);
  line-height: 1.5;
  color-scheme: light;
}
*, ::before, ::after { box-sizing: border-box; }
[hidden] { display: none !important; }
.root { color: var(--ink); text-align: start; -webkit-text-size-adjust: 100%; }
:lang(ar), :lang(ary) { line-height: 1.7; }
:lang(ary-Latn) { line-height: 1.5; }
button, select, textarea { font: inherit; color: inherit; letter-spacing: inherit; }
button { cursor: pointer; border: 1px solid transparent; background: none; margin: 0; }
:focus { outline: none; }
:focus-visible { outline: 3px solid var(--primary); outline-offset: 2px; }
svg { inline-size: 1.4em; block-size: 1.4em; flex: none; fill: none; stroke: currentColor;
  stroke-width: 2; stroke-linecap: round; stroke-linejoin: round; }
[dir="rtl"] .flip { transform: scaleX(-1); }
.vh { position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden;
  clip-path: inset(50%);
  white-space: nowrap; }

.launcher {
  position: fixed; z-index: var(--z); inset-block-end: var(--edge); inset-inline-end: var(--edge);
  display: inline-flex; align-items: center; gap: .6em; min-block-size: 56px;
  padding-inline: 1.25em;
  border-radius: 999px; background: var(--primary); color: var(--on-primary); font-weight: 600;
  box-shadow: 0 .5em 1.5em rgb(22 71 102 / .32), 0 0 0 3px var(--surface);
  transition: background-color .15s;
}
.launcher:hover { background: var(--deep); }
.launcher:focus-visible { outline-offset: 5px; }
.badge { min-inline-size: 1.7em; padding-inline: .4em; border-radius: 999px;
  background: var(--accent);
  color: #fff; font-size: .875em; line-height: 1.7; text-align: center; }

.panel {
  position: fixed; z-index: var(--z); inset-block-end: calc(var(--edge) + 72px);
  inset-inline-end: var(--edge);
  display: flex; flex-direction: column;
  inline-size: min(var(--inline-size), 100vw - 2 * var(--edge));
  block-size: min(var(--block-size), 100vh - 2 * var(--edge) - 72px); overflow: auto;
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface);
  box-shadow: 0 1.25em 3.5em rgb(20 50 70 / .26); animation: rise .18s ease-out;
}
@keyframes rise { from { opacity: 0; transform: translateY(12px); } }

.head { display: flex; align-items: center; gap: .75em; padding: .85em .85em 1.25em; flex: none;
  position: relative; color: var(--on-primary);
  background: linear-gradient(160deg, var(--primary), var(--deep)); }
.head::after { content: ""; position: absolute; inset-inline: 0; inset-block-end: 0;
  block-size: 7px;
  background: repeating-linear-gradient(90deg, var(--sand) 0 11px, transparent 11px 18px); }
.mark { display: grid; place-items: center; flex: none; inline-size: 2.75em; block-size: 2.75em;
  border-radius: 50% 50% 50% .5em; background: var(--surface); color: var(--primary); }
[dir="rtl"] .mark { border-radius: 50% 50% .5em 50%; }
.mark svg { inline-size: 1.6em; block-size: 1.6em; }
.names { flex: 1 1 0; min-inline-size: 0; }
.names h2 { margin: 0; font-size: 1.0625em; line-height: 1.3; font-weight: 650;
  outline-color: var(--on-primary);
  overflow-wrap: anywhere; }
.names p { margin: 0; font-size: .8125em; line-height: 1.4; opacity: .92; }
.head select, .head button { min-inline-size: 44px; min-block-size: 44px; border-radius: .75em;
  color: inherit; }
.head select { max-inline-size: 7em; padding-inline: .5em; font-size: .9375em; cursor: pointer;
  border: 1px solid rgb(255 255 255 / .5); background: rgb(255 255 255 / .12); }
.head option { color: var(--ink); background: var(--surface); }
.head button { display: grid; place-items: center; padding: 0; }
.head button:hover, .head select:hover { background: rgb(255 255 255 / .22); }
.head :focus-visible { outline-color: var(--on-primary); outline-offset: 1px; }

.notice { flex: none; margin: 0; padding: .45em 1em; font-size: .9375em; text-align: center;
  background: #fdf0d5; color: #5b3a06; border-block-end: 1px solid #ecd6a4; }
.notice:empty { display: none; }
.talk { display: flex; flex-direction: column; flex: 1 0 auto; block-size: 0; min-block-size: 17em;
  }
.log { flex: 1 1 0; min-block-size: 7em; overflow: auto; overscroll-behavior: contain; padding: 1em;
  background: var(--sand); scroll-padding-block: 1em; }
.log:focus-visible { outline-offset: -3px; }

.msg { display: flex; flex-direction: column; align-items: flex-start; margin-block-end: 1em; }
.msg.you { align-items: flex-end; }
.bubble { unicode-bidi: isolate; max-inline-size: 88%; padding: .65em .95em;
  overflow-wrap: anywhere;
  border: 1px solid var(--line); border-radius: var(--radius); background: var(--surface);
  box-shadow: 0 1px 2px rgb(60 45 20 / .05); text-align: start; }
.bot .bubble { border-start-start-radius: .3em; }
.you .bubble { border-color: transparent; border-end-end-radius: .3em; background: var(--primary);
  color: var(--on-primary); }
[dir="rtl"] .bubble[dir="ltr"], [dir="ltr"] .bubble[dir="rtl"] { border-radius: var(--radius); }
.bubble p { margin: 0; min-block-size: .7em; }
.bubble p:empty { block-size: .7em; }
.bubble ul { margin: .3em 0; padding-inline-start: 1.15em; }
.bubble li { padding-inline-start: .1em; margin-block: .22em; }
.bubble [href^="tel:"] { white-space: nowrap; }
.bubble li::marker { color: var(--primary); }
.bubble a, .source a, .privacy a { color: var(--primary); text-decoration: underline;
  text-underline-offset: .2em; overflow-wrap: anywhere; }
.you .bubble a { color: inherit; }
.waiting .bubble { opacity: .75; }
.failed .bubble { background: var(--surface); color: var(--ink);
  border: 1.5px dashed var(--danger); }
.failed .bubble a { color: var(--primary); }

.card { inline-size: 94%; max-inline-size: 94%; padding: 0; overflow: hidden; }
.card .top { display: flex; align-items: center; gap: .55em; padding: .5em .95em; font-weight: 600;
  font-size: .9375em; color: var(--deep); background: var(--tint);
  border-block-end: 1px solid #cfe0eb; }
.card .top svg { inline-size: 1.25em; block-size: 1.25em; }
.card .body { padding: .7em .95em .8em; }
.card .title { font-weight: 650; margin-block-end: .25em; }
.card li { margin-block: .35em; }
.source { unicode-bidi: isolate; max-inline-size: 94%; margin: .4em 0 0; padding-inline: .3em;
  font-size: .8125em;
  line-height: 1.5; color: var(--muted); text-align: start; }
.source a { color: var(--deep); display: inline-block; padding-block: .2em; }

.choices { display: flex; flex-wrap: wrap; gap: .5em; margin-block-start: .65em;
  max-inline-size: 100%; }
.choices button { display: inline-flex; align-items: center; gap: .4em; min-block-size: 44px;
  padding: .35em 1em; border: 1.5px solid var(--primary); border-radius: 1.4em;
  background: var(--surface);
  color: var(--primary); font-weight: 600; line-height: 1.35; text-align: start;
  overflow-wrap: anywhere;
  transition: background-color .12s; }
.choices button:hover { background: var(--tint); }
.choices .chosen { background: var(--tint); color: var(--deep); border-color: var(--deep); }
.choices .chosen::before { content: "✓"; content: "✓" / ""; }

.state { margin: .25em 0 0; font-size: .875em; color: var(--muted); }
.failed .state { color: var(--danger); }
.state button { min-block-size: 44px; padding-inline: .75em; border-radius: .75em;
  color: var(--danger);
  font-weight: 600; text-decoration: underline; text-underline-offset: .2em; }
.note { margin: .5em auto 1.25em; padding: .35em 1em; inline-size: fit-content; font-size: .875em;
  color: var(--muted); text-align: center; border-block: 1px solid var(--line); }

.typing { display: flex; align-items: center; gap: .6em; flex: none; margin: 0;
  padding: 0 1.15em .6em;
  font-size: .875em; color: var(--muted); background: var(--sand); }
.typing:empty { padding: 0; }
.dots { display: inline-flex; gap: .22em; }
.dots i { inline-size: .42em; block-size: .42em; border-radius: 50%; background: var(--primary);
  animation: blink 1.2s infinite; }
.dots i:nth-child(2) { animation-delay: .18s; }
.dots i:nth-child(3) { animation-delay: .36s; }
@keyframes blink { 0%, 70%, 100% { opacity: .25; } 35% { opacity: 1; } }

.composer { display: flex; align-items: flex-end; gap: .5em; flex: none; padding: .7em .8em .2em;
  background: var(--surface); border-block-start: 1px solid var(--line); }
textarea { flex: 1 1 0; min-inline-size: 0; min-block-size: 46px; max-block-size: 8.5em;
  padding: .6em .9em;
  resize: none; border: 1px solid #8796a1; border-radius: 1.3em; background: var(--surface);
  line-height: 1.45;
  overflow: auto; }
textarea::placeholder { color: var(--muted); opacity: 1; }
textarea:focus-visible { outline-width: 2px; outline-offset: 0; border-color: var(--primary); }
textarea[aria-invalid="true"] { border-color: var(--danger); outline-color: var(--danger); }
.send { display: grid; place-items: center; flex: none; inline-size: 46px; block-size: 46px;
  padding: 0;
  border-radius: 50%; background: var(--primary); color: var(--on-primary);
  transition: background-color .12s; }
.send:hover { background: var(--deep); }
.limits { display: flex; justify-content: space-between; gap: 1em; padding-inline: 1.2em;
  flex: none;
  font-size: .8125em; background: var(--surface); color: var(--muted); }
.limits p { margin: 0; color: var(--danger); }
.limits .over { color: var(--danger); font-weight: 650; }

.foot { display: flex; justify-content: space-between; flex-wrap: wrap; flex: none;
  padding: 0 .5em .2em;
  background: var(--surface); }
.foot button { display: inline-flex; align-items: center; gap: .4em; min-block-size: 44px;
  padding-inline: .5em;
  border-radius: .75em; font-size: .875em; color: var(--deep); font-weight: 600; }
.foot button:hover { background: var(--tint); }
.foot svg { inline-size: 1.25em; block-size: 1.25em; }

.privacy { flex: 1 1 auto; padding: 1.1em 1.25em; background: var(--sand); overflow: auto; }
.privacy h3 { margin: 0 0 .6em; font-size: 1.1875em; }
.privacy ul { margin: 0 0 1em; padding-inline-start: 1.15em; }
.privacy li { margin-block: .6em; }
.privacy button { display: block; inline-size: 100%; min-block-size: 46px; padding: .4em 1em;
  margin-block: .6em;
  border: 1.5px solid var(--primary); border-radius: .9em; background: var(--surface);
  color: var(--primary);
  font-weight: 600; }
.privacy button:hover { background: var(--tint); }
.privacy .back { background: var(--primary); color: var(--on-primary); }
.privacy .back:hover { background: var(--deep); }

@media (max-width: 30em), (max-height: 30em) {
  .panel { inset: 0; inline-size: 100%; block-size: var(--screen, 100%); border: 0;
  border-radius: 0; }
  .open .launcher { visibility: hidden; }
  .head { padding-block-start: max(.7em, env(safe-area-inset-top)); }
  .foot { padding-block-end: max(.2em, env(safe-area-inset-bottom)); }
}
@media (max-width: 22em) {
  .head select { max-inline-size: 5.5em; }
  .foot svg { display: none; }
}
@media (prefers-reduced-motion: reduce) {
  *, ::before, ::after { animation: none !important; transition: none !important;
  scroll-behavior: auto !important; }
}
@media (forced-colors: active) {
  .head, .launcher, .you .bubble, .send, .badge { border: 1px solid ButtonText; }
  .head::after { display: none; }
  .dots i { background: CanvasText; }
  :focus-visible { outline-color: Highlight; }
}
@media print { .launcher, .composer, .foot { display: none; } }
`;

function styleInto(root) {
  try {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
  } catch {
    // Safari before 16.4 has no constructable sheets; it needs the page's style-src to allow this.
    root.prepend(Object.assign(document.createElement("style"), { textContent: STYLE }));
  }
}

/* ------------------------------------------------------------- elements */

/** An element with attributes (null or false: left out) and children (nodes or text). */
function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) {
      node.setAttribute(name, value === true ? "" : value);
    }
  }
  node.append(...children.filter((child) => child !== null));
  return node;
}

const ICONS = {
  talk: "M4 5h16v11H11l-5 4v-4H4z M8 9h8 M8 12h5",
  close: "M6 6l12 12 M18 6L6 18",
  send: "M4 12l16-7-6 15-3-6z",
  person: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8z M4 20c1-4 4-5 8-5s7 1 8 5",
  shield: "M12 3l7 3v5c0 5-3 8-7 10-4-2-7-5-7-10V6z M9 12l2 2 4-4",
  out: "M9 5H5v14h14v-4 M13 5h6v6 M19 5l-8 8",
  overview: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 11v5 M12 8v.01",
  documents: "M7 3h7l4 4v14H7z M14 3v4h4 M10 12h5 M10 16h5",
  fee: "M3 7h18v10H3z M12 14.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z M6 12v.01 M18 12v.01",
  delay: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18z M12 7v5l3 2",
  where: "M12 21c4-5 7-8 7-11a7 7 0 0 0-14 0c0 3 3 6 7 11z M12 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
  online_service: "M3 5h18v11H3z M9 20h6 M12 16v4",
  validity: "M4 6h16v14H4z M4 10h16 M8 3v4 M16 3v4 M9 15l2 2 4-4",
  eligibility: "M9 12a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z M3 20c.5-4 3-5 6-5s5 1 6 5 M16 11l2 2 4-4",
};

function icon(name, className = null) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  if (className) svg.setAttribute("class", className);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/* ----------------------------------------------------------------- text */

// Order matters: address, Moroccan phone, reference or number, any other word (so that the 9 of
// "w9t" is not taken for a number). No lookbehind: Safari before 16.4 refuses the whole file.
const TOKEN = new RegExp(
  "(https:\\/\\/[^\\s<>\"«»\\u2066-\\u2069]+)"
  + "|((?:\\+212|00212|0)[ .-]?[5-8](?:[ .-]?\\d){8}(?!\\d))"
  + "|([A-Z]{1,5}-[A-Z0-9][A-Z0-9-]*(?![\\p{L}\\p{N}])"
  + "|\\d+(?:[.,:/\\u00a0\\u202f-]\\d+)*(?![\\p{L}\\p{N}]))"
  + "|[\\p{L}\\p{M}\\p{N}_'’]+",
  "gu",
);
const TRAILING = /[.,;:!?)\]،؛؟]+$/;

/** The address as an URL where it is https, else null: no other scheme becomes a link. */
function httpsUrl(address) {
  try {
    const url = new URL(address);
    return url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}

function outsideLink(address, newTab, ...content) {
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" },
    ...content, el("span", { class: "vh" }, ` (${newTab})`));
}

const bdi = (text) => el("bdi", { dir: "ltr" }, text);

function phoneLink(text) {
  const digits = text.replace(/[^\d+]/g, "").replace(/^00/, "+").replace(/^0/, "+212");
  return el("a", { href: `tel:${digits}` }, bdi(text));
}

function tokenNodes([whole, address, phone, number], newTab) {
  if (address) {
    const shown = address.replace(TRAILING, "");
    const href = httpsUrl(shown);
    return href ? [outsideLink(href, newTab, bdi(shown)), address.slice(shown.length)] : [whole];
  }
  if (phone) return [phoneLink(phone)];
  return [number ? bdi(number) : whole];
}

/** Nodes of one line: links, phones and isolated numbers among plain text. */
function lineNodes(line, newTab) {
  const nodes = [];
  let from = 0;
  for (const match of line.matchAll(TOKEN)) {
    nodes.push(line.slice(from, match.index), ...tokenNodes(match, newTab));
    from = match.index + match[0].length;
  }
  nodes.push(line.slice(from));
  return nodes;
}

/** Paragraphs and, for lines that start with a bullet, lists. */
function textNodes(text, newTab) {
  const nodes = [];
  let list = null;
  for (const line of String(text).split(/\r?\n/)) {
    // Four dots in a row are a masked code, no bullet.
    const bullet = /^\s*•\s+(.*)$/.exec(line);
    if (bullet && !list) nodes.push(list = el("ul"));
    if (!bullet) list = null;
    if (bullet) list.append(el("li", {}, ...lineNodes(bullet[1], newTab)));
    else nodes.push(el("p", {}, ...lineNodes(line, newTab)));
  }
  return nodes;
}

const ARABIC = /[\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff]/;

/** Language and direction of what the visitor wrote: by its letters, else as the widget speaks. */
function writtenIn(text, locale) {
  const first = /\p{L}/u.exec(text);
  const dir = first ? (ARABIC.test(first[0]) ? "rtl" : "ltr") : LOCALES[locale].dir;
  if (dir === LOCALES[locale].dir) return { lang: locale, dir };
  return { lang: dir === "rtl" ? "ar" : "fr", dir };
}

/** "2026-11" or "2026-11-03" (or a full ISO time) in words; anything else as it is. */
function dateWords(text, locale) {
  const [, year, month, day] = /^(\d{4})-(\d\d)(?:-(\d\d))?/.exec(text || "") || [];
  if (!year) return text || "";
  const when = new Date(Date.UTC(year, month - 1, day || 1));
  const options = { year: "numeric", month: "long", day: day && "numeric", timeZone: "UTC" };
  return new Intl.DateTimeFormat(LOCALES[locale].dates, options).format(when);
}

/* -------------------------------------------------------------- storage */

/** sessionStorage under one prefix; a plain map where the browser refuses it. */
class Storage {
  constructor(prefix) {
    this.prefix = `jawab:${prefix}:`;
    this.memory = new Map();
  }

  get(key) {
    try {
      return window.sessionStorage.getItem(this.prefix + key) ?? this.memory.get(key) ?? null;
    } catch {
      return this.memory.get(key) ?? null;
    }
  }

  set(key, value) {
    this.memory.set(key, value);
    try {
      window.sessionStorage.setItem(this.prefix + key, value);
    } catch { /* refused or full: the map has it */ }
  }

  remove(key) {
    this.memory.delete(key);
    try {
      window.sessionStorage.removeItem(this.prefix + key);
    } catch { /* refused: there is nothing to remove */ }
  }

  list(key) {
    try {
      const value = JSON.parse(this.get(key) || "[]");
      return Array.isArray(value) ? value : [];
    } catch {
      return [];
    }
  }
}

/* --------------------------------------------------------------- events */

/** A function to feed with pieces of a server-sent stream; `emit` gets {event, data, id}. */
function eventParser(emit) {
  let rest = "";
  let current = { event: "message", data: [], id: null };
  const dispatch = () => {
    if (current.data.length) emit({ ...current, data: current.data.join("\n") });
    current = { event: "message", data: [], id: null };
  };
  const field = (name, value) => {
    if (name === "data") current.data.push(value);
    else if (name === "event") current.event = value;
    else if (name === "id") current.id = value;
  };
  const line = (text) => {
    if (text === "") return dispatch();
    const [, name, value] = /^([^:]*):? ?(.*)$/s.exec(text);
    return field(name, value);
  };
  return (piece) => {
    // A carriage return at the end may be half of a CRLF: it waits for the next piece.
    const lines = (rest + piece).split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop();
    lines.forEach(line);
  };
}

function newId() {
  if (crypto.randomUUID) return crypto.randomUUID();
  // randomUUID exists on https pages only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}

/** Seconds to wait after `failures`, spread so that a town does not come back at once. */
const backOff = (failures) => Math.min(30, 2 ** failures) * (0.5 + Math.random() / 2);

function verdict(status) {
  if (status >= 200 && status < 300) return "sent";
  if (status === 401) return "expired";
  return status === 408 || status === 425 || status === 429 || status >= 500 ? "again" : "refused";
}

/* --------------------------------------------------------------- client */

/**
 * Session, event stream and outgoing queue. `on` is told: event(name, data), state(id, state) with
 * state waiting|sent|failed|refused, ended(), line(up).
 */
class Client {
  constructor(base, storage, locale, on) {
    Object.assign(this, { base, storage, locale, on });
    this.token = storage.get("token");
    this.queue = storage.list("queue");
    this.lastId = null;
    this.failures = 0;
    this.wakers = new Set();
    window.addEventListener("online", () => this.wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.wake());
  }

  get started() { return Boolean(this.token) || this.queue.length > 0; }

  /** Opens the stream and keeps it open; a second call does nothing. */
  async listen() {
    if (this.listening) return;
    this.listening = true;
    this.flush();
    for (;;) {
      try {
        await this.stream();
      } catch {
        if (this.failures > 0) this.on.line(false);
      }
      // A stream that brought something sets the count back to 0: the first repeat comes at once.
      if (this.failures > 0) await this.pause(backOff(this.failures - 1));
      this.failures += 1;
    }
  }

  async stream() {
    const token = await this.session();
    const control = this.control = new AbortController();
    let watch = setTimeout(() => control.abort(), SILENCE_MS);
    try {
      const answer = await this.request("api/web/events", token, {
        signal: control.signal,
        headers: { Accept: "text/event-stream", ...(this.lastId && { "Last-Event-ID": this.lastId }) },
      });
      if (answer.status === 401) return this.expire(token);
      if (!answer.ok) throw new Error(`events ${answer.status}`);
      this.on.line(true);
      this.flush();
      await this.read(answer.body.getReader(), () => {
        this.failures = 0;
        clearTimeout(watch);
        watch = setTimeout(() => control.abort(), SILENCE_MS);
      });
    } finally {
      clearTimeout(watch);
    }
  }

  async read(reader, alive) {
    const decoder = new TextDecoder();
    const feed = eventParser((event) => this.receive(event));
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      alive();
      feed(decoder.decode(value, { stream: true }));
    }
  }

  receive({ event, data, id }) {
    if (id) this.lastId = id;
    let body;
    try {
      body = JSON.parse(data);
    } catch {
      return;
    }
    // An echo or an answer proves that the message arrived, even if its 202 was lost.
    const proved = event === "echo" ? body.id : body.in_reply_to;
    if (proved) this.settle(proved, "sent");
    this.on.event(event, body);
  }

  /** The token, from a new session where there is none. */
  session() {
    if (this.token) return Promise.resolve(this.token);
    this.starting = this.starting || this.begin().finally(() => { this.starting = null; });
    return this.starting;
  }

  async begin() {
    const answer = await this.timed((signal) => this.request("api/web/sessions", null, {
      method: "POST", body: JSON.stringify({ locale: this.locale() }), signal,
    }));
    if (!answer.ok) throw new Error(`sessions ${answer.status}`);
    const { token } = await answer.json();
    this.token = token;
    this.lastId = null;
    this.storage.set("token", token);
    return token;
  }

  /** Gives up a token that the gateway no longer knows; once for stream and queue together. */
  expire(token) {
    if (this.token !== token) return;
    // A new session does not know the choices of the old one: they go on as their words.
    this.queue.forEach((item) => { item.choice = null; });
    this.drop();
    this.on.ended();
  }

  drop() {
    this.token = null;
    this.lastId = null;
    this.failures = 0;
    this.storage.remove("token");
    if (this.control) this.control.abort();
  }

  /** Forgets the talk on this device and begins a new one. */
  forget() {
    this.queue = [];
    this.keepQueue();
    this.drop();
    this.wake();
  }

  send(item) {
    this.queue.push(item);
    this.keepQueue();
    this.flush();
  }

  /** Delivers the queue in order; stops at the first message that cannot be delivered now. */
  async flush() {
    if (this.flushing) return;
    this.flushing = true;
    while (this.queue.length && (await this.deliver(this.queue[0])));
    this.flushing = false;
    this.queue.forEach((item) => this.on.state(item.id, "failed"));
  }

  async deliver(item) {
    this.on.state(item.id, "waiting");
    for (let tries = 0; tries < TRIES && this.queue.includes(item); tries += 1) {
      if (tries > 0) await this.pause(backOff(tries - 1));
      const result = await this.post(item);
      if (result === "sent" || result === "refused") this.settle(item.id, result);
      if (!navigator.onLine) break;
    }
    return !this.queue.includes(item);
  }

  async post(item) {
    try {
      const token = await this.session();
      const body = item.choice
        ? { id: item.id, choice: item.choice } : { id: item.id, text: item.text };
      const answer = await this.timed((signal) => this.request("api/web/messages", token, {
        method: "POST", body: JSON.stringify(body), signal,
      }));
      const result = verdict(answer.status);
      if (result === "expired") this.expire(token);
      return result;
    } catch {
      return "again";
    }
  }

  settle(id, state) {
    const before = this.queue.length;
    this.queue = this.queue.filter((item) => item.id !== id);
    if (this.queue.length === before) return;
    this.keepQueue();
    this.on.state(id, state);
  }

  keepQueue() {
    if (this.queue.length) this.storage.set("queue", JSON.stringify(this.queue));
    else this.storage.remove("queue");
  }

  request(path, token, { headers, ...options } = {}) {
    return fetch(new URL(path, this.base), {
      cache: "no-store", credentials: "omit", referrerPolicy: "no-referrer", ...options,
      headers: {
        ...(options.body && { "Content-Type": "application/json" }),
        ...(token && { Authorization: `Bearer ${token}` }),
        ...headers,
      },
    });
  }

  async timed(call) {
    const control = new AbortController();
    const timer = setTimeout(() => control.abort(), POST_TIMEOUT_MS);
    try {
      return await call(control.signal);
    } finally {
      clearTimeout(timer);
    }
  }

  /** Waits; the network's return or wake() ends it early. */
  pause(seconds) {
    return new Promise((resolve) => {
      const done = () => { clearTimeout(timer); this.wakers.delete(done); resolve(); };
      const timer = setTimeout(done, seconds * 1000);
      this.wakers.add(done);
    });
  }

  wake() {
    [...this.wakers].forEach((done) => done());
    if (this.listening) this.flush();
  }
}

/* --------------------------------------------------------------- widget */

class JawabWidget extends HTMLElement {
  static get observedAttributes() { return ["locale"]; }

  /** The widget's own words, for tests and translators. */
  static get words() { return WORDS; }

  connectedCallback() {
    if (this.shadowRoot) return;
    const base = this.gateway();
    this.storage = new Storage(base.host + base.pathname);
    this.locale = known(this.storage.get("locale")) || known(this.getAttribute("locale"))
      || known(document.documentElement.lang) || "fr";
    this.bubbles = new Map();
    this.unread = 0;
    this.attachShadow({ mode: "open" });
    styleInto(this.shadowRoot);
    this.build();
    this.client = new Client(base, this.storage, () => this.locale, {
      event: (name, data) => this.receive(name, data),
      state: (id, state) => this.showState(id, state),
      ended: () => this.showEnded(),
      line: (up) => this.showLine(up),
    });
    this.resume();
  }

  /** Address of the gateway, ending with a slash. */
  gateway() {
    const given = this.getAttribute("gateway");
    if (!given) return new URL(".", this.scriptUrl || document.baseURI);
    return new URL(given.replace(/\/?$/, "/"), document.baseURI);
  }

  attributeChangedCallback(_name, _before, value) {
    if (this.client && known(value)) this.speak(value);
  }

  /* -- what the page may call */

  open() {
    if (this.isOpen) return;
    this.isOpen = true;
    this.panel.hidden = false;
    this.root.classList.add("open");
    this.launcher.setAttribute("aria-expanded", "true");
    this.storage.set("open", "1");
    this.fit();
    this.grow();
    this.markRead();
    this.log.scrollTop = this.log.scrollHeight;
    this.client.listen();
    this.focusFirst();
  }

  close() {
    if (!this.isOpen) return;
    this.isOpen = false;
    this.showPrivacy(false);
    this.panel.hidden = true;
    this.root.classList.remove("open");
    this.launcher.setAttribute("aria-expanded", "false");
    this.storage.remove("open");
    this.launcher.focus();
  }

  /** Opens the panel and asks in the visitor's name. */
  ask(text) {
    this.open();
    this.showPrivacy(false);
    this.say(String(text).slice(0, MAX_CHARS));
  }

  /* -- building */

  build() {
    const toggle = () => (this.isOpen ? this.close() : this.open());
    this.launcher = this.button("launcher", "launcher", toggle,
      icon("talk", "flip"), this.word("span", "launcher"),
      this.badge = el("span", { class: "badge", hidden: true }));
    this.launcher.removeAttribute("data-word-label");
    this.launcher.setAttribute("aria-expanded", "false");
    this.launcher.setAttribute("aria-controls", "panel");
    this.panel = el("section", { id: "panel", class: "panel", role: "dialog", "aria-labelledby": "heading",
      hidden: true }, this.buildHead(), this.line = el("p", { class: "notice", role: "status" }),
    this.talk = this.buildTalk(), this.privacy = this.buildPrivacy());
    this.root = el("div", { class: "root" }, this.launcher,
      this.news = el("p", { class: "vh", role: "status" }), this.panel);
    this.shadowRoot.append(this.root);
    this.panel.addEventListener("keydown", (event) => this.onKey(event));
    this.full = window.matchMedia(FULL_SCREEN);
    this.full.addEventListener?.("change", () => this.fit());
    window.visualViewport?.addEventListener("resize", () => this.fit());
    this.speak(this.locale);
  }

  buildHead() {
    this.heading = el("h2", { id: "heading", tabindex: "-1" });
    this.languages = el("select", { id: "language", "data-word-label": "language" },
      ...Object.entries(LOCALES).map(([code, { name }]) =>
        el("option", { value: code, lang: code }, name)));
    this.languages.addEventListener("change", () => this.speak(this.languages.value, true));
    return el("header", { class: "head" },
      el("span", { class: "mark", "aria-hidden": "true" }, icon("talk")),
      el("div", { class: "names" }, this.heading, this.word("p", "subheading")),
      this.languages, this.button("", "close", () => this.close(), icon("close")));
  }

  buildTalk() {
    this.log = el("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions",
      tabindex: "0", "data-word-label": "log" });
    this.welcome();
    this.holdEnd();
    this.typing = el("p", { class: "typing", role: "status" });
    this.field = el("textarea", { id: "text", rows: "1", "data-word-label": "label", enterkeyhint: "send",
      autocomplete: "off", "aria-describedby": "limit" });
    this.field.value = this.storage.get("draft") || "";
    this.field.addEventListener("input", () => this.onInput());
    this.field.addEventListener("keydown", (event) => this.onFieldKey(event));
    this.limit = el("p", { id: "limit", role: "alert" });
    this.count = el("span", { "aria-hidden": "true" });
    return el("div", { class: "talk" }, this.log, this.typing,
      el("div", { class: "composer" }, this.field,
        this.button("send", "send", () => this.submit(), icon("send", "flip"))),
      el("div", { class: "limits" }, this.limit, this.count), this.buildFoot());
  }

  buildFoot() {
    this.privacyButton = this.button("", "privacy", () => this.showPrivacy(true), icon("shield"),
      this.word("span", "privacy"));
    return el("footer", { class: "foot" },
      this.button("", "person", () => this.say(WORDS[this.locale].personAsk), icon("person"),
        this.word("span", "person")),
      this.privacyButton);
  }

  buildPrivacy() {
    const more = httpsUrl(this.getAttribute("privacy") || "");
    this.privacyHeading = this.word("h3", "privacyHeading", { id: "privacy-heading", tabindex: "-1" });
    this.privacyBody = el("div");
    return el("section", { class: "privacy", "aria-labelledby": "privacy-heading", hidden: true },
      this.privacyHeading, this.privacyBody,
      more && el("p", {}, el("a", { href: more, target: "_blank", rel: "noopener noreferrer",
        "data-word": "privacyMore" })),
      this.button("back", "back", () => this.showPrivacy(false), this.word("span", "back")),
      this.button("", "restart", () => this.restart(), this.word("span", "restart")));
  }

  /** A button whose name is the word `key`. */
  button(className, key, act, ...content) {
    const node = el("button", { type: "button", class: className || null, "data-word-label": key }, ...content);
    node.addEventListener("click", act);
    return node;
  }

  word(tag, key, attributes = {}) {
    return el(tag, { ...attributes, "data-word": key });
  }

  welcome() {
    this.greeting = el("div", { class: "bubble" });
    this.log.append(el("div", { class: "msg bot" }, this.word("span", "bot", { class: "vh" }), this.greeting));
  }

  /* -- language */

  /** Puts all of the widget's own words into `locale`. */
  speak(locale, byVisitor = false) {
    this.locale = locale;
    if (byVisitor) this.storage.set("locale", locale);
    const { dir } = LOCALES[locale];
    this.root.lang = locale;
    this.root.dir = dir;
    this.languages.value = locale;
    this.translate(this.root);
    this.heading.textContent = this.getAttribute("heading") || WORDS[locale].heading;
    this.field.placeholder = WORDS[locale].label;
    this.fillGreeting();
    this.privacyBody.replaceChildren(...textNodes(WORDS[locale].privacyText, WORDS[locale].newTab));
    this.onInput();
    this.showUnread();
    if (!byVisitor) return;
    this.dispatchEvent(new CustomEvent("jawab-locale", { detail: locale, bubbles: true }));
  }

  translate(root) {
    const words = WORDS[this.locale];
    for (const node of root.querySelectorAll("[data-word]")) {
      node.textContent = words[node.dataset.word];
    }
    for (const node of root.querySelectorAll("[data-word-label]")) {
      node.setAttribute("aria-label", words[node.dataset.wordLabel]);
    }
    return root;
  }

  fillGreeting() {
    const words = WORDS[this.locale];
    this.greeting.lang = this.locale;
    this.greeting.dir = LOCALES[this.locale].dir;
    this.greeting.replaceChildren(...textNodes(words.welcome, words.newTab));
  }

  /* -- opening, focus, keys */

  /** Goes on where the page was left: the talk, what was not sent. */
  resume() {
    this.client.queue.forEach((item) => this.addYours(item.id, item.text));
    if (this.client.started) {
      this.log.setAttribute("aria-live", "off");
      this.client.listen();
    }
    // Also without a session: the page may be left before the gateway granted one.
    if (this.storage.get("open")) this.reopen();
  }

  reopen() {
    this.unfocused = true;
    this.open();
    this.unfocused = false;
  }

  /** What is replayed was heard before: the log speaks again when the stream is quiet. */
  quieten() {
    if (this.log.getAttribute("aria-live") !== "off") return;
    clearTimeout(this.quiet);
    this.quiet = setTimeout(() => this.log.setAttribute("aria-live", "polite"), REPLAY_QUIET_MS);
  }

  focusFirst() {
    if (this.unfocused) return;
    // On a touch screen the field would raise the keyboard over the greeting.
    const touch = window.matchMedia("(pointer: coarse)").matches;
    (touch ? this.heading : this.field).focus();
  }

  /** On a small screen the panel fills what the keyboard leaves and keeps the focus inside. */
  fit() {
    const full = this.full.matches;
    this.panel.setAttribute("aria-modal", String(full));
    const height = window.visualViewport?.height;
    if (full && height) this.panel.style.setProperty("--screen", `${height}px`);
    else this.panel.style.removeProperty("--screen");
  }

  onKey(event) {
    if (event.isComposing) return;
    if (event.key === "Escape") {
      event.stopPropagation();
      if (this.privacy.hidden) this.close();
      else this.showPrivacy(false);
    }
    if (event.key === "Tab" && this.full.matches) this.keepFocus(event);
  }

  keepFocus(event) {
    const stops = [...this.panel.querySelectorAll(STOPS)]
      .filter((node) => node.getClientRects().length);
    const edge = event.shiftKey ? stops[0] : stops[stops.length - 1];
    if (this.shadowRoot.activeElement !== edge) return;
    event.preventDefault();
    (event.shiftKey ? stops[stops.length - 1] : stops[0]).focus();
  }

  showPrivacy(shown) {
    if (shown === !this.privacy.hidden) return;
    this.privacy.hidden = !shown;
    this.talk.hidden = shown;
    (shown ? this.privacyHeading : this.privacyButton).focus();
  }

  restart() {
    this.client.forget();
    this.bubbles.clear();
    this.field.value = "";
    this.onInput();
    this.log.replaceChildren();
    this.welcome();
    this.speak(this.locale);
    this.hideTyping();
    this.showPrivacy(false);
    this.field.focus();
  }

  /* -- writing */

  onInput() {
    const length = [...this.field.value].length;
    this.field.dir = this.field.value ? "auto" : LOCALES[this.locale].dir;
    this.grow();
    const over = length > MAX_CHARS;
    this.field.setAttribute("aria-invalid", String(over));
    this.limit.textContent = over ? WORDS[this.locale].limit : "";
    this.count.textContent = length > COUNTER_FROM_CHARS ? `${length}/${MAX_CHARS}` : "";
    this.count.classList.toggle("over", over);
    if (this.field.value) this.storage.set("draft", this.field.value);
    else this.storage.remove("draft");
  }

  grow() {
    this.field.style.blockSize = "auto";
    const { scrollHeight, offsetHeight, clientHeight } = this.field;
    if (scrollHeight) this.field.style.blockSize = `${scrollHeight + offsetHeight - clientHeight}px`;
  }

  onFieldKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.submit();
  }

  submit() {
    const text = this.field.value.trim();
    this.field.focus();
    if (!text || [...text].length > MAX_CHARS) return;
    this.field.value = "";
    this.onInput();
    this.say(text);
  }

  say(text, choice = null) {
    const item = { id: newId(), text, choice };
    this.log.setAttribute("aria-live", "polite");
    this.addYours(item.id, text);
    this.log.scrollTop = this.log.scrollHeight;
    this.client.send(item);
    this.client.listen();
  }

  choose(button, choice) {
    button.classList.add("chosen");
    button.querySelector(".vh").dataset.word = "chosen";
    this.translate(button);
    this.say(choice.title, choice.id);
  }

  /* -- the transcript */

  receive(name, data) {
    this.quieten();
    if (name === "typing") this.showTyping();
    if (name === "echo" && data.id) this.addEcho(data);
    if (name === "message" && data.id) this.addAnswer(data);
  }

  addEcho({ id, text }) {
    const node = this.bubbles.get(id);
    // The gateway's wording wins: a secret code comes back masked.
    if (node) this.fillYours(node, text);
    else this.addYours(id, text, false);
  }

  addYours(id, text, waiting = true) {
    const node = el("div", { class: waiting ? "msg you waiting" : "msg you" }, this.word("span", "you", { class: "vh" }),
      el("div", { class: "bubble" }));
    this.fillYours(node, text);
    this.insert(id, node);
    return node;
  }

  fillYours(node, text) {
    const bubble = node.querySelector(".bubble");
    Object.assign(bubble, writtenIn(text, this.locale));
    bubble.replaceChildren(...textNodes(text, WORDS[this.locale].newTab));
  }

  addAnswer(message) {
    this.hideTyping();
    if (this.bubbles.has(message.id)) return;
    const locale = known(message.language) || this.locale;
    const node = el("div", { class: "msg bot" }, this.word("span", "bot", { class: "vh" }),
      this.bubble(message, locale), this.source(message.source, locale),
      this.choices(message.choices, locale));
    this.insert(message.id, node);
    this.countUnread(message.id);
  }

  bubble({ text, card, dir }, locale) {
    const content = textNodes(text, WORDS[locale].newTab);
    return el("div", { class: card ? "bubble card" : "bubble", lang: locale,
      dir: dir === "rtl" || dir === "ltr" ? dir : LOCALES[locale].dir },
    ...(card ? this.cardParts(card, content, locale) : content));
  }

  cardParts(card, content, locale) {
    const aspect = card.aspect === "online" ? "online_service" : card.aspect;
    const named = Object.hasOwn(ICONS, aspect || "") && Object.hasOwn(WORDS[locale], aspect);
    if (content.length > 1 && content[0].tagName === "P") content[0].classList.add("title");
    return [
      named ? el("div", { class: "top" }, icon(aspect), WORDS[locale][aspect]) : null,
      el("div", { class: "body" }, ...content),
    ];
  }

  source(source, locale) {
    if (!source) return null;
    const words = WORDS[locale];
    const href = httpsUrl(source.url);
    const title = el("bdi", {}, source.title || source.url || "");
    const date = dateWords(source.checked_on, locale);
    const dated = dateWords(source.dated, locale);
    return el("p", { class: "source", lang: locale, dir: LOCALES[locale].dir }, `${words.source} `,
      href ? outsideLink(href, words.newTab, title) : title,
      dated ? ` · ${words.dated} ` : null, dated ? el("bdi", {}, dated) : null,
      date ? ` · ${words.checked} ` : null, date ? el("bdi", {}, date) : null);
  }

  choices(choices, locale) {
    if (!Array.isArray(choices) || !choices.length) return null;
    return el("div", { class: "choices", role: "group", "aria-label": WORDS[locale].choices, lang: locale,
      dir: LOCALES[locale].dir }, ...choices.map((choice) => this.choiceButton(choice)));
  }

  choiceButton(choice) {
    const button = el("button", { type: "button" }, el("bdi", {}, choice.title), el("span", { class: "vh" }));
    button.addEventListener("click", () => this.choose(button, choice));
    return button;
  }

  showEnded() {
    // The new session may give the same ids again to its own messages.
    const waiting = this.client.queue.map(({ id }) => [id, this.bubbles.get(id)]);
    this.bubbles = new Map(waiting);
    this.lastMessage = null;
    if (this.log.lastElementChild.querySelector(".note")) return;
    this.log.append(this.translate(el("div", {}, this.word("p", "ended", { class: "note" }))));
    this.log.scrollTop = this.log.scrollHeight;
  }

  /** Puts a message at its place: what is still on its way stays last. */
  insert(id, node) {
    const atEnd = this.atEnd();
    const waiting = node.matches(".waiting") ? null : this.log.querySelector(".waiting, .failed");
    this.bubbles.set(id, node);
    this.log.insertBefore(this.translate(node), waiting);
    // A long answer is shown from its beginning, with the question above it where both fit.
    if (atEnd) this.log.scrollTop = node.offsetTop - this.log.offsetTop - 12;
  }

  atEnd() {
    const { scrollTop, clientHeight, scrollHeight } = this.log;
    return scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  }

  /** Who was at the end stays there when the field grows or a notice comes. */
  holdEnd() {
    let held = true;
    this.log.addEventListener("scroll", () => { held = this.atEnd(); });
    new ResizeObserver(() => {
      if (held) this.log.scrollTop = this.log.scrollHeight;
    }).observe(this.log);
  }

  /* -- states */

  showState(id, state) {
    const node = this.bubbles.get(id);
    if (!node) return;
    node.classList.toggle("waiting", state === "waiting");
    node.classList.toggle("failed", state === "failed" || state === "refused");
    node.querySelector(".state")?.remove();
    if (state === "failed" || state === "refused") {
      node.append(this.translate(this.stateLine(state)));
    }
    if (state === "failed") this.log.scrollTop = this.log.scrollHeight;
    if (state === "waiting") setTimeout(() => this.showSlow(node), SLOW_MS);
  }

  showSlow(node) {
    if (node.matches(".waiting") && !node.querySelector(".state")) {
      node.append(this.translate(this.stateLine("sending")));
    }
  }

  stateLine(state) {
    const retry = () => this.button("", "retry", () => this.retry(), this.word("span", "retry"));
    return el("p", { class: "state" }, this.word("span", state), state === "failed" ? retry() : null);
  }

  retry() {
    this.field.focus();
    this.client.wake();
  }

  showTyping() {
    clearTimeout(this.typingTimer);
    this.typingTimer = setTimeout(() => this.hideTyping(), TYPING_MS);
    if (this.typing.firstChild) return;
    this.typing.append(el("span", { class: "dots", "aria-hidden": "true" }, el("i"), el("i"), el("i")),
      this.word("span", "typing"));
    this.translate(this.typing);
  }

  hideTyping() {
    clearTimeout(this.typingTimer);
    this.typing.replaceChildren();
  }

  showLine(up) {
    if (up) this.quieten();
    const lost = this.line.dataset.lost === "1";
    if (up === !lost) return;
    this.line.dataset.lost = up ? "0" : "1";
    this.line.replaceChildren(this.word("span", up ? "online" : "offline"));
    this.translate(this.line);
    clearTimeout(this.lineTimer);
    if (up) this.lineTimer = setTimeout(() => this.line.replaceChildren(), 3000);
  }

  /* -- unread */

  countUnread(id) {
    this.lastMessage = id;
    if (this.isOpen) return this.markRead();
    // Counting starts again at the last message that was on the screen, also after a reload.
    this.unread = id === this.storage.get("seen") ? 0 : this.unread + 1;
    return this.showUnread();
  }

  markRead() {
    this.unread = 0;
    if (this.lastMessage) this.storage.set("seen", this.lastMessage);
    this.showUnread();
  }

  showUnread() {
    const { launcher, unread } = WORDS[this.locale];
    const news = this.unread ? `${unread} ${this.unread}` : "";
    this.badge.hidden = this.unread === 0;
    this.badge.textContent = this.unread || "";
    this.news.textContent = news;
    if (news) this.launcher.setAttribute("aria-label", `${launcher} ${news}`);
    else this.launcher.removeAttribute("aria-label");
  }
}

/* ---------------------------------------------------------------- mount */

customElements.define("jawab-widget", JawabWidget);

const script = document.currentScript;

function mount() {
  if (document.querySelector("jawab-widget")) return;
  const { locale, gateway, heading, privacy } = script ? script.dataset : {};
  const widget = el("jawab-widget", { locale, gateway, heading, privacy });
  widget.scriptUrl = script && script.src;
  document.body.append(widget);
}

if (document.body) mount();
else document.addEventListener("DOMContentLoaded", mount);
})();
