import { draft, type Locale } from '../locale.ts'

export const he: Locale = {
  stories: {
    request_path: {
      title: draft('הכתובת של הבקשה אינה חד־משמעית'),
      detail: draft('אפשר לקרוא את הנתיב ביותר מדרך אחת, או שהוא ארוך מדי, ולכן הבקשה לא הועברה.'),
    },
    request_host: {
      title: draft('מארח לא מוכר'),
      detail: draft('המארח שצוין בבקשה אינו נתמך כאן.'),
    },
    request_method: {
      title: draft('המתודה אינה נתמכת'),
      detail: draft('בקשות במתודה זו אינן מועברות.'),
    },
    request_body: {
      title: draft('תוכן לא צפוי'),
      detail: draft('בקשה במתודה זו אינה כוללת תוכן, והבקשה הזאת כללה תוכן.'),
    },
    request_ambiguous: {
      title: draft('תוכן שאינו חד־משמעי'),
      detail: draft('אפשר לקרוא את תוכן הבקשה ביותר מדרך אחת, ולכן היא לא הועברה.'),
    },
    too_many_requests: {
      title: draft('יותר מדי בקשות'),
      detail: draft('הבקשה הזאת נשלחה פעמים רבות מדי בתוך זמן קצר.'),
    },
    service_fault: {
      title: draft('השירות אינו זמין'),
      detail: draft('התקלה היא אצלנו, לא אצלך. אי אפשר לבדוק בקשות כרגע.'),
    },
    origin_unreachable: {
      title: draft('השירות אינו זמין'),
      detail: draft('התקלה היא אצלנו, לא אצלך. לא ניתן היה להגיע אל השירות.'),
    },
    origin_invalid: {
      title: draft('תשובה לא תקינה'),
      detail: draft('התקלה היא אצלנו, לא אצלך. השירות החזיר תשובה שאי אפשר להעביר הלאה.'),
    },
    origin_slow: {
      title: draft('לא התקבלה תשובה בזמן'),
      detail: draft('התקלה היא אצלנו, לא אצלך. השירות לא השיב בזמן.'),
    },
    place_restricted: {
      title: draft('השירות אינו זמין באזור שלך'),
      detail: draft('השימוש בשירות אינו מותר מהמקום שממנו מגיע החיבור שלך.'),
    },
    place_not_allowed: {
      title: draft('השירות אינו זמין באזור שלך'),
      detail: draft('השימוש בשירות מותר ממקומות מסוימים בלבד, והחיבור שלך מגיע ממקום אחר.'),
    },
    place_mobile: {
      title: draft('השירות אינו זמין דרך הרשת הסלולרית הזאת'),
      detail: draft(
        'הגלישה הסלולרית שלך מגיעה אלינו ממקום שהשימוש בשירות ממנו אינו מותר. עם כרטיס SIM של מפעיל משם זה המצב, בלי קשר למקום שבו משתמשים בו.',
      ),
    },
    place_unknown: {
      title: draft('לא ניתן היה לקבוע את האזור שלך'),
      detail: draft('השירות תלוי באזור, והאזור של החיבור שלך אינו ידוע.'),
    },
    place_ambiguous: {
      title: draft('לא ניתן היה לקבוע את האזור שלך בדיוק מספיק'),
      detail: draft('השימוש בשירות אינו מותר מחלק מהמדינה, ולא ידוע מאיזה חלק מגיע החיבור שלך.'),
    },
    place_unproven: {
      title: draft('לא ניתן היה לאמת את המיקום שלך במידה מספקת'),
      detail: draft('בחלק זה של השירות צריך לדעת בוודאות רבה יותר מהיכן מגיע החיבור.'),
    },
    place_impossible: {
      title: draft('לא ניתן היה לאמת את האזור שלך'),
      detail: draft('הפרטים הידועים על החיבור שלך אינם מתיישבים זה עם זה.'),
    },
    place_not_served: {
      title: draft('השירות אינו פועל באזור שלך'),
      detail: draft('השירות שומר את הנתונים של כל אזור בנפרד, ואין לו מיקום עבור האזור שלך.'),
    },
    hosting_person: {
      title: draft('החיבור שלך מגיע מרשת אירוח'),
      detail: draft(
        'הכתובת שייכת למרכז נתונים או לענן. כשמדובר באדם, המשמעות היא בדרך כלל VPN או שער רשת במקום העבודה.',
      ),
    },
    hosting_program: {
      title: draft('החיבור הזה מגיע מרשת אירוח'),
      detail: draft('הכתובת שייכת למרכז נתונים או לענן, ושום דבר אינו מעיד של מי השרת.'),
    },
    vpn: {
      title: draft('החיבור שלך עובר דרך VPN'),
      detail: draft('הכתובת שייכת לשירות VPN, ולכן אי אפשר לדעת מה המיקום שלך.'),
    },
    proxy: {
      title: draft('החיבור שלך עובר דרך פרוקסי'),
      detail: draft('הכתובת שייכת לשירות פרוקסי, ולכן אי אפשר לדעת מה המיקום שלך.'),
    },
    tor: {
      title: draft('החיבור שלך עובר דרך Tor'),
      detail: draft('אי אפשר לדעת היכן מתחיל חיבור דרך Tor.'),
    },
    privacy_relay: {
      title: draft('החיבור שלך עובר דרך ממסר פרטיות (privacy relay)'),
      detail: draft('חלק זה של השירות אינו זמין דרך ממסר פרטיות.'),
    },
    edge_worker: {
      title: draft('החיבור הזה עובר דרך תוכנה של מישהו בקצה הרשת'),
      detail: draft('הבקשה הועברה דרך תוכנה ברשת להפצת תוכן, ולכן אי אפשר לדעת מי שלח אותה.'),
    },
    network_unknown: {
      title: draft('לא ניתן היה לזהות את החיבור שלך'),
      detail: draft('ידוע מעט מדי על הרשת שדרכה עובר החיבור שלך.'),
    },
    policy_denied: {
      title: draft('לא מותר'),
      detail: draft('כללי השירות אינם מתירים את הבקשה הזאת.'),
    },
    key_shared: {
      title: draft('נראה שמפתח ה־API הזה משותף לכמה אנשים'),
      detail: draft(
        'אנשים רבים יותר משתמשים במפתח, או שהוא משמש במקומות רבים יותר, מכפי שמצופה ממחזיק יחיד.',
      ),
    },
    key_travel: {
      title: draft('מפתח ה־API הזה נמצא בשימוש במקומות רחוקים מדי זה מזה'),
      detail: draft('נעשה במפתח שימוש במקומות שאיש לא היה יכול לעבור ביניהם בפרק הזמן הזה.'),
    },
    key_cluster: {
      title: draft('מפתח ה־API הזה נמצא בשימוש יחד עם מפתחות רבים אחרים'),
      detail: draft('השימוש במפתח נעשה מאותו מקום שממנו משתמשים במפתחות רבים של חשבונות אחרים.'),
    },
    key_surge: {
      title: draft('השימוש במפתח ה־API הזה גדל פתאום'),
      detail: draft('השימוש במפתח אינו תואם את אופן השימוש בו בעבר.'),
    },
    key_exposed: {
      title: draft('מפתח ה־API הזה נחשף לאחרים'),
      detail: draft('המפתח התגלה במקום שבו אחרים יכולים לקרוא אותו, ולכן הוא אינו מתקבל עוד.'),
    },
    account_card: {
      title: draft('כרטיס התשלום אינו תואם את האזור שלך'),
      detail: draft('הכרטיס של החשבון הונפק במדינה אחרת מזו שממנה מגיע החיבור שלך.'),
    },
    account_phone: {
      title: draft('מספר הטלפון אינו תואם את האזור שלך'),
      detail: draft('מספר הטלפון של החשבון הוא ממדינה אחרת מזו של החיבור שלך.'),
    },
    account_ownership: {
      title: draft('החשבון הזה אינו רשאי להשתמש בשירות'),
      detail: draft('המידע הידוע על בעלי החשבון אינו מאפשר זאת.'),
    },
    account_conflict: {
      title: draft('החשבון אינו תואם את האזור שלך'),
      detail: draft('המידע הידוע על החשבון אינו תואם את המקום שממנו מגיע החיבור שלך.'),
    },
    session_required: {
      title: draft('נדרש סשן'),
      detail: draft('לפעולה זו נדרש אסימון סשן, והבקשה אינה כוללת אסימון כזה.'),
    },
    session_expired: {
      title: draft('פג תוקף הסשן'),
      detail: draft('פג תוקפו של אסימון הסשן.'),
    },
    session_ended: {
      title: draft('הסשן הסתיים'),
      detail: draft('הסשן הופסק, כאן או מצד השירות.'),
    },
    session_invalid: {
      title: draft('הסשן אינו תקף'),
      detail: draft('אסימון הסשן אינו שייך לשירות הזה.'),
    },
    session_proof: {
      title: draft('נדרשת הוכחת החזקה'),
      detail: draft(
        'אסימון הסשן קשור למפתח או לתעודה, והבקשה אינה מוכיחה שהמפתח או התעודה נמצאים אצל מי ששלח אותה.',
      ),
    },
    session_unbound: {
      title: draft('נדרש סשן הקשור למפתח'),
      detail: draft(
        'לפעולה זו נדרש אסימון סשן הקשור למפתח או לתעודה של תוכנת הלקוח, והאסימון שנשלח אינו קשור כך.',
      ),
    },
    session_other_country: {
      title: draft('סשן ממדינה אחרת'),
      detail: draft('אסימון הסשן הונפק לחיבור ממדינה אחרת.'),
    },
    session_other_network: {
      title: draft('סשן מרשת אחרת'),
      detail: draft('אסימון הסשן הונפק לחיבור דרך סוג אחר של רשת.'),
    },
    session_other_client: {
      title: draft('סשן של תוכנת לקוח אחרת'),
      detail: draft('אסימון הסשן קשור לתוכנת לקוח אחרת.'),
    },
    session_cross_site: {
      title: draft('הבקשה אינה מהאתר הזה'),
      detail: draft('אפשר לעשות זאת רק מתוך דף של השירות הזה, והבקשה אינה מציינת שהיא מגיעה מתוך דף כזה.'),
    },
  },
  steps: {
    contact: draft('אם לדעתך זו טעות, אפשר לפנות לתמיכה ולמסור את קוד האסמכתה.'),
    vpn_off: draft('יש לכבות כל VPN או פרוקסי ולנסות שוב.'),
    work_network: draft(
      'במקום עבודה או לימודים, ייתכן שמה שאנחנו רואים הוא שער הרשת שם: אפשר לנסות רשת אחרת או לשאול את מחלקת המחשוב.',
    ),
    identify_server: draft(
      'אם שרת שלך פונה לשירות הזה, יש לצרף לבקשה את מפתח ה־API שלו, או לבקש מהתמיכה לזהות את הרשת שלו.',
    ),
    without_tor: draft('יש לפתוח את השירות בלי Tor ולנסות שוב.'),
    relay_off: draft('יש לכבות את ממסר הפרטיות עבור האתר הזה ולנסות שוב.'),
    connect_directly: draft('יש להתחבר ישירות ולנסות שוב.'),
    other_network: draft('יש לנסות שוב מרשת אחרת.'),
    use_wifi: draft('יש להשתמש ב־Wi-Fi מקומי במקום בגלישה סלולרית ולנסות שוב.'),
    home_connection: draft('יש לנסות שוב מחיבור ביתי או סלולרי.'),
    tell_city: draft('אם המצב נמשך, יש למסור לתמיכה את קוד האסמכתה, את העיר ואת ספק האינטרנט שלך.'),
    try_later: draft('יש לנסות שוב מאוחר יותר.'),
    wait_a_minute: draft('יש להמתין דקה ולנסות שוב.'),
    new_session: draft('יש לבקש סשן חדש ולנסות שוב.'),
    fresh_proof: draft('יש לשלוח הוכחה חדשה ב־Cordon-DPoP, עם ה־nonce מתוך Cordon-DPoP-Nonce אם יש כזה.'),
    bound_session: draft('יש לבקש סשן עם הוכחה ב־Cordon-DPoP, ולשלוח הוכחה חדשה עם כל בקשה.'),
    open_service: draft(
      'יש לפתוח את השירות עצמו ולנסות שוב. תוכנות מציגות את האסימון שלהן ב־Cordon-Session.',
    ),
    replace_key: draft('יש ליצור מפתח חדש, למחוק את הקודם ולא לגלות את החדש לאיש.'),
    own_key: draft('יש להשתמש במפתח משלך ולא לתת אותו לאיש.'),
    check_account: draft('יש לבדוק את הכרטיס, את מספר הטלפון ואת הכתובת שבחשבון שלך.'),
    plain_path: draft(
      'יש לשלוח את הנתיב בלי לוכסנים כפולים, מקטעי נקודות, לוכסנים הפוכים, תווי נקודה־פסיק או קידודים מיותרים.',
    ),
    documented_host: draft('יש להשתמש בשם המארח שבתיעוד.'),
    documented_method: draft('יש להשתמש באחת המתודות שבתיעוד.'),
    without_content: draft('יש לשלוח את הבקשה בלי תוכן, או במתודה אחרת.'),
    members_once: draft('יש לשלוח כל שדה פעם אחת, בקידוד UTF-8.'),
  },
  labels: {
    reference: draft('קוד אסמכתה'),
    support: draft('פנייה לתמיכה'),
    unreviewed: draft('התרגום הזה עדיין לא נבדק בידי אדם. הנוסח האנגלי הוא הקובע.'),
    next_steps: draft('מה אפשר לעשות'),
    what_we_saw: draft('מה ראינו'),
    reason: draft('סיבה'),
    legal_basis: draft('בסיס משפטי'),
    appeal: draft('להודיע לנו שזו טעות'),
    place: draft('מקום'),
    network: draft('סוג הרשת'),
    operator: draft('מפעיל הרשת'),
    address: draft('כתובת'),
    tls: draft('הצפנה'),
    latency: draft('השהיה'),
    time_zone: draft('אזור זמן'),
    session: draft('סשן'),
    unknown: draft('לא ידוע'),
    none: draft('אין'),
    whoami_title: draft('מה השירות הזה רואה מהחיבור שלך'),
    whoami_intro: draft('זה מה שהחיבור שלך מגלה על עצמו, וזו ההחלטה שהייתה מתקבלת לגביו עכשיו.'),
    verdict_for: draft('החלטה עבור'),
    verdict_allow: draft('מותר'),
    verdict_limit: draft('מותר, עם הגבלות'),
    verdict_challenge: draft('נדרשת הוכחה נוספת'),
    verdict_deny: draft('נדחה'),
    not_enforced: draft('ההחלטה אינה נאכפת כרגע: הבקשה הייתה עוברת.'),
    content_decides: draft('גם תוכן הבקשה משפיע על ההחלטה, והוא לא נבדק כאן.'),
    valid_until: draft('בתוקף עד'),
    appeal_title: draft('להודיע לנו שהסירוב הזה הוא טעות'),
    appeal_intro: draft('אדם יבדוק את העניין. שום דבר לא ישתנה באופן אוטומטי.'),
    appeal_message: draft('מה קרה? מה המיקום שלך, ואיזה חיבור לאינטרנט יש לך?'),
    appeal_contact: draft('איך אפשר ליצור איתך קשר? (לא חובה)'),
    appeal_privacy: draft('ההודעה שלך נשמרת 30 יום לכל היותר.'),
    appeal_send: draft('שליחה'),
    appeal_received_title: draft('תודה'),
    appeal_received: draft('ההודעה שלך הגיעה. כדאי לשמור את קוד האסמכתה למקרה של פנייה לתמיכה.'),
    appeal_not_taken_title: draft('ההודעה לא התקבלה'),
    appeal_not_taken: draft('קוד האסמכתה חסר או שגוי, או שיש כרגע יותר מדי הודעות. אפשר לפנות לתמיכה.'),
  },
  classes: {
    residential: draft('ביתית'),
    mobile: draft('סלולרית'),
    satellite: draft('לוויינית'),
    business: draft('עסקית'),
    education: draft('בית ספר או אוניברסיטה'),
    hosting: draft('מרכז נתונים או ענן'),
    vpn: draft('VPN'),
    proxy: draft('פרוקסי'),
    tor: draft('Tor'),
    privacy_relay: draft('ממסר פרטיות'),
    corporate_gateway: draft('שער רשת של חברה'),
    edge_worker: draft('תוכנה בקצה הרשת'),
    crawler: draft('סורק אתרים'),
    operator_allowed: draft('מותרת על ידי השירות'),
    unknown: draft('לא ידועה'),
  },
}
