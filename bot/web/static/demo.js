/* Turns the demonstration page into the language that is chosen and hands questions to the widget. */
(() => {
"use strict";

const TEXTS = {
  fr: {
    page: "Commune d’Essaouira — démonstration de Jawab",
    skip: "Aller au contenu",
    language: "Langue",
    demonstration: "Démonstration",
    demonstrationMeans: "Cette page n’est pas le site officiel de la commune.",
    title: "Votre question, votre langue, une réponse claire",
    lead: "Jawab répond sur les démarches et dit où en est votre demande, en darija, en arabe et en français.",
    start: "Poser une question",
    examples: "Essayez une question",
    examplesMean: "Un clic ouvre l’assistant et pose la question à votre place.",
    askPapers: "Quels papiers pour un extrait d’acte de naissance ?",
    askFee: "Combien coûte un passeport ?",
    askDelay: "Combien de temps pour un permis de construire ?",
    askReport: "Un lampadaire est en panne dans ma rue",
    askPaper: "On me demande un certificat de célibat, est-ce normal ?",
    askOffice: "Où se trouve le bureau d’état civil ?",
    askStatus: "Où en est ma demande {reference} ?",
    sample: "Suivez une demande d’essai",
    sampleMeans: "Cette demande est inventée. Posez la question, puis donnez le code quand l’assistant le demande.",
    sampleTry: "Où en est cette demande ?",
    reference: "Référence",
    code: "Code",
    embed: "Mettre Jawab sur votre site",
    embedMeans: "Une ligne suffit. Aucun cookie, aucune police ni image venue d’ailleurs.",
    embedPinned: "Ou cette version-ci seulement, contrôlée par le navigateur :",
    embedLink: "Mettre l’assistant sur votre site",
    privacy: "Jawab ne demande jamais votre numéro de carte nationale. La conversation reste sur le serveur de la commune ; fermer l’onglet l’efface de cet appareil.",
  },
  ar: {
    page: "جماعة الصويرة — عرض تجريبي لجواب",
    skip: "الانتقال إلى المحتوى",
    language: "اللغة",
    demonstration: "عرض تجريبي",
    demonstrationMeans: "هذه الصفحة ليست الموقع الرسمي للجماعة.",
    title: "سؤالكم بلغتكم، وجواب واضح",
    lead: "جواب يجيبكم عن الإجراءات الإدارية، ويخبركم أين وصل طلبكم، بالدارجة والعربية والفرنسية.",
    start: "اطرحوا سؤالا",
    examples: "جرّبوا سؤالا",
    examplesMean: "نقرة واحدة تفتح المساعد وتطرح السؤال نيابة عنكم.",
    askPapers: "ما هي الوثائق المطلوبة لعقد الازدياد؟",
    askFee: "كم رسوم جواز السفر؟",
    askDelay: "كم تستغرق رخصة البناء؟",
    askReport: "عمود الإنارة معطل في زنقتنا",
    askPaper: "طلبوا مني شهادة العزوبة، هل هذا من حقهم؟",
    askOffice: "أين يوجد مكتب الحالة المدنية؟",
    askStatus: "أين وصل طلبي {reference}؟",
    sample: "تتبّعوا طلبا للتجربة",
    sampleMeans: "هذا الطلب غير حقيقي. اطرحوا السؤال ثم أعطوا الرمز عندما يطلبه المساعد.",
    sampleTry: "أين وصل هذا الطلب؟",
    reference: "المرجع",
    code: "الرمز",
    embed: "أضيفوا جواب إلى موقعكم",
    embedMeans: "سطر واحد يكفي. بلا كوكيز، وبلا خطوط أو صور من مواقع أخرى.",
    embedPinned: "أو هذه النسخة وحدها، ويتحقق منها المتصفح:",
    embedLink: "إضافة المساعد إلى موقعكم",
    privacy: "جواب لا يطلب أبدا رقم بطاقتكم الوطنية. تبقى المحادثة على خادم الجماعة، وإغلاق الصفحة يمسحها من هذا الجهاز.",
  },
  ary: {
    page: "جماعة الصويرة — تجربة ديال جواب",
    skip: "سير نيشان للمحتوى",
    language: "اللغة",
    demonstration: "غير تجربة",
    demonstrationMeans: "هاد الصفحة ماشي هي الموقع الرسمي ديال الجماعة.",
    title: "سوّل بلغتك، وخود جواب واضح",
    lead: "جواب كيجاوبك على الوراق، وكيقول ليك فين وصل الطلب ديالك، بالدارجة، بالعربية ولا بالفرنساوية.",
    start: "سوّل دابا",
    examples: "جرّب شي سؤال",
    examplesMean: "كليك وحدة كتحل المساعد وكتسوّل فبلاصتك.",
    askPapers: "شنو هما الوراق اللي خاصين لعقد الازدياد؟",
    askFee: "بشحال كيتصاوب الباسبور؟",
    askDelay: "شحال كتدير رخصة البني د الوقت؟",
    askReport: "البولة ديال الزنقة طافية عندنا",
    askPaper: "طلبو مني شهادة العزوبية، واش عندهم الحق؟",
    askOffice: "فين جات الحالة المدنية؟",
    askStatus: "فين وصل الطلب ديالي {reference}؟",
    sample: "تبّع واحد الطلب ديال التجربة",
    sampleMeans: "هاد الطلب ماشي ديال بصح. سوّل عليه، ومن بعد عطي الكود ملي يطلبو منك المساعد.",
    sampleTry: "فين وصل هاد الطلب؟",
    reference: "النمرة د الطلب",
    code: "الكود",
    embed: "دير جواب فالموقع ديالكم",
    embedMeans: "سطر واحد كافي. بلا كوكيز، وبلا خطوط ولا تصاور من شي موقع آخر.",
    embedPinned: "ولا غير هاد النسخة، والمتصفح كيتأكد منها:",
    embedLink: "كيفاش تزيدو المساعد فالموقع ديالكم",
    privacy: "جواب عمّرو ما كيطلب النمرة د لاكارط ناسيونال. الهضرة كتبقى فالسيرفور ديال الجماعة، وملي كتسدّ الصفحة كتتمسح من هاد الجهاز.",
  },
  "ary-Latn": {
    page: "Jama3at Essaouira — tajriba dyal Jawab",
    skip: "Sir nichan l l-mo7tawa",
    language: "Logha",
    demonstration: "Ghir tajriba",
    demonstrationMeans: "Had l-page machi hiya l-site rasmi dyal ljama3a.",
    title: "Sewwel b loghtek, w khoud jawab wade7",
    lead: "Jawab kayjawbek 3la lwra9, w kaygoul lik fin wsel talab dyalek, b darija, b l3arabiya wla b lfransawiya.",
    start: "Sewwel daba",
    examples: "Jerreb chi so2al",
    examplesMean: "Klika we7da kat7ell l-mosa3id w katsewwel f blastek.",
    askPapers: "Chno homa lwra9 li khassin l 3a9d lizdiyad?",
    askFee: "Bch7al kaytsaweb l-passeport?",
    askDelay: "Ch7al katdir rokhsat lbni d lwe9t?",
    askReport: "L-boula d zen9a tafya 3endna",
    askPaper: "Talbou menni chahadat l3ouzoubiya, wach 3endhom l7e99?",
    askOffice: "Fin jat l7ala lmadaniya?",
    askStatus: "Fin wsel talab dyali {reference} ?",
    sample: "Tebbe3 wa7ed talab d tajriba",
    sampleMeans: "Had talab machi d bse7. Sewwel 3lih, w men be3d 3ti l-code melli ytelbou mennek l-mosa3id.",
    sampleTry: "Fin wsel had talab?",
    reference: "Nnemra d talab",
    code: "L-code",
    embed: "Dir Jawab f l-site dyalkom",
    embedMeans: "Ster wa7ed kafi. Bla cookies, bla khoutout wla tsawer men chi site akhor.",
    embedPinned: "Wla ghir had la version, w navigateur kayt2ekked mennha:",
    embedLink: "Kifach tzidou l-mosa3id f l-site dyalkom",
    privacy: "Jawab 3emmrou ma kaytleb nnemra d la carte nationale. L-hadra katb9a f serveur dyal ljama3a, w melli katsedd l-page katetmse7 men had l-jihaz.",
  },
};
const RIGHT_TO_LEFT = ["ar", "ary"];
const KEY = "jawab-demo:locale";

const widget = () => document.querySelector("jawab-widget");

/** What was chosen before, in this tab; null where the browser keeps nothing. */
function remembered() {
  try {
    return window.sessionStorage.getItem(KEY);
  } catch {
    return null;
  }
}

function remember(locale) {
  try {
    window.sessionStorage.setItem(KEY, locale);
  } catch { /* refused: the page begins in French again */ }
}

function turnTo(locale) {
  const texts = TEXTS[locale];
  document.documentElement.lang = locale;
  document.documentElement.dir = RIGHT_TO_LEFT.includes(locale) ? "rtl" : "ltr";
  document.title = texts.page;
  for (const node of document.querySelectorAll("[data-text]")) node.textContent = texts[node.dataset.text];
  for (const node of document.querySelectorAll("[data-label]")) {
    node.setAttribute("aria-label", texts[node.dataset.label]);
  }
  for (const node of document.querySelectorAll(".questions [data-ask]")) {
    node.textContent = texts[node.dataset.ask];
  }
  for (const node of document.querySelectorAll("[data-locale][aria-pressed]")) {
    node.setAttribute("aria-pressed", String(node.dataset.locale === locale));
  }
  remember(locale);
}

function question(button) {
  const text = TEXTS[document.documentElement.lang][button.dataset.ask];
  // What is sent is plain: the no-break spaces are for the eye.
  return text.replace("{reference}", button.dataset.reference || "").replaceAll("\u00a0", " ");
}

for (const button of document.querySelectorAll("button[data-locale]")) {
  button.addEventListener("click", () => {
    turnTo(button.dataset.locale);
    widget().setAttribute("locale", button.dataset.locale);
  });
}
for (const button of document.querySelectorAll("[data-ask]")) {
  button.addEventListener("click", () => widget().ask(question(button)));
}
for (const button of document.querySelectorAll("[data-open]")) {
  button.addEventListener("click", () => widget().open());
}
for (const node of document.querySelectorAll("[data-origin]")) node.textContent = window.location.origin;

// A gateway without a made-up request has none to show.
for (const section of document.querySelectorAll("section[data-reference='']")) section.hidden = true;

// Who changes the language inside the widget means the page too.
document.addEventListener("jawab-locale", (event) => turnTo(event.detail));

const asked = new URLSearchParams(window.location.search).get("lang");
const start = [asked, remembered(), "fr"].find((locale) => Object.hasOwn(TEXTS, locale || ""));
turnTo(start);
widget().setAttribute("locale", start);
})();
