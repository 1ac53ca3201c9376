"""The first sheet of the workbook: how to fill in, in French and Arabic."""

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font

GUIDE_SHEET = "read me"
WIDTH = 80

LINES: tuple[tuple[str, str], ...] = (
    (
        "Comment remplir ce classeur",
        "كيفية ملء هذا المصنف",
    ),
    (
        "Une ligne par élément. La colonne « id » le désigne : lettres minuscules, "
        "chiffres et tirets bas. Ne changez pas l'id d'un élément existant : ce "
        "serait un nouvel élément.",
        "سطر واحد لكل عنصر. العمود id يعرّفه: حروف لاتينية صغيرة وأرقام وشرطة سفلية. "
        "لا تغيروا id عنصر موجود، وإلا صار عنصرا جديدا.",
    ),
    (
        "Ne renommez ni les feuilles ni les en-têtes. L'ordre des colonnes est libre,"
        " les lignes vides sont sautées. Une colonne ou une feuille dont le nom "
        "commence par # n'est pas lue : elle est à vous.",
        "لا تغيروا أسماء الأوراق ولا عناوين الأعمدة. ترتيب الأعمدة حر والأسطر الفارغة"
        " تُهمل. كل عمود أو ورقة يبدأ اسمه بالعلامة # لا يُقرأ: هو لملاحظاتكم.",
    ),
    (
        "Une ligne supprimée des feuilles procedures, words, offices, contacts ou "
        "calendar n'efface rien : l'élément reste tel quel. Une ligne supprimée des "
        "autres feuilles (documents, lists, fees, delays, validity, sources, hours) "
        "retire cette partie de sa procédure ou de son bureau.",
        "حذف سطر من الأوراق procedures أو words أو offices أو contacts أو calendar لا"
        " يمحو شيئا: يبقى العنصر كما هو. أما حذف سطر من الأوراق الأخرى (documents "
        "وlists وfees وdelays وvalidity وsources وhours) فيزيل ذلك الجزء من المسطرة "
        "أو المكتب.",
    ),
    (
        "Chaque procédure a quatre langues : fr, ar, ary (darija en lettres arabes), "
        "ary-Latn (darija en lettres latines). Aucune ne peut manquer dans names ni "
        "dans words.",
        "لكل مسطرة أربع لغات: fr (الفرنسية) وar (العربية) وary (الدارجة بالحروف "
        "العربية) وary-Latn (الدارجة بالحروف اللاتينية). لا يجوز أن تنقص واحدة في "
        "names ولا في words.",
    ),
    (
        "names et also : plusieurs noms, séparés par « | » ; le premier est le nom "
        "principal. Une barre à l'intérieur d'un nom s'écrit \\|. questions : une "
        "question par ligne de la cellule (Alt+Entrée).",
        "في names وalso: عدة أسماء تفصل بينها العلامة | والأول هو الاسم الرئيسي. إذا "
        "كانت العلامة داخل الاسم فاكتبوا \\|. في questions: سؤال في كل سطر داخل الخلية"
        " (Alt+Enter).",
    ),
    (
        "position donne l'ordre à l'intérieur d'une procédure ; vide : à la fin. Dans"
        " lists, field dit de quelle liste il s'agit, et id désigne un mot de la "
        "feuille words.",
        "العمود position يعطي الترتيب داخل المسطرة، وإذا تُرك فارغا فالعنصر في "
        "الأخير. في الورقة lists يبيّن field اسم القائمة، وid كلمة من الورقة words.",
    ),
    (
        "words : les libellés de procedure et aspect ont 20 caractères au plus. url :"
        " seulement pour link ; papers : pour document ; also : pour paper et office "
        "; law : pour paper.",
        "في words: عناوين procedure وaspect لا تتجاوز 20 حرفا. العمود url خاص بـ link"
        " وpapers بـ document وalso بـ paper وoffice وlaw بـ paper.",
    ),
    (
        "Dates : 2026-11-30 ; mois : 2026-11 ; jour de chaque année : 11-06 (le mois "
        "d'abord) ; heures : 08:30. Prix en dirhams, 0 pour gratuit. Oui ou non : "
        "yes, no.",
        "التواريخ: 2026-11-30 والشهر: 2026-11 واليوم من كل سنة: 11-06 (الشهر أولا) "
        "والساعة: 08:30. الثمن بالدرهم و0 يعني مجاني. نعم أو لا: yes أو no.",
    ),
    (
        "hours : days contient mon, tue, wed, thu, fri, sat, sun ; season est normal "
        "ou ramadan. Aucune ligne : horaires inconnus. days = none : jamais ouvert au"
        " public.",
        "في hours: العمود days فيه mon وtue وwed وthu وfri وsat وsun، وseason هو "
        "normal أو ramadan. بدون أي سطر: التوقيت غير معروف. days = none: غير مفتوح "
        "للعموم.",
    ),
    (
        "Une cellule est une donnée : une formule est refusée. Rien n'est enregistré "
        "tant qu'il reste une erreur ; toutes sont dites, avec feuille, ligne et "
        "colonne.",
        "الخلية معطيات فقط: كل صيغة حسابية مرفوضة. لا يُسجَّل شيء ما دام هناك خطأ، "
        "وتُذكر جميع الأخطاء مع الورقة والسطر والعمود.",
    ),
)


def write_guide(book: Workbook) -> None:
    """Add the sheet."""
    sheet = book.create_sheet(GUIDE_SHEET)
    sheet.column_dimensions["A"].width = sheet.column_dimensions["B"].width = WIDTH
    for number, (french, arabic) in enumerate(LINES, start=1):
        left, right = sheet.cell(number, 1, french), sheet.cell(number, 2, arabic)
        left.alignment = Alignment(vertical="top", wrap_text=True)
        right.alignment = Alignment(
            horizontal="right", vertical="top", wrap_text=True, readingOrder=2
        )
        if number == 1:
            left.font = right.font = Font(bold=True)
