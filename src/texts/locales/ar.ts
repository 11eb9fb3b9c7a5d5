import { draft, type Locale } from '../locale.ts'

export const ar: Locale = {
  stories: {
    request_path: {
      title: draft('عنوان هذا الطلب ملتبس'),
      detail: draft('يمكن قراءة المسار بأكثر من طريقة، أو أنه طويل جدًا، ولذلك لم يُمرَّر الطلب.'),
    },
    request_host: {
      title: draft('مضيف غير معروف'),
      detail: draft('المضيف المذكور في هذا الطلب غير مدعوم هنا.'),
    },
    request_method: {
      title: draft('طريقة الطلب غير مدعومة'),
      detail: draft('لا تُمرَّر الطلبات التي تستخدم هذه الطريقة.'),
    },
    request_body: {
      title: draft('محتوى غير متوقع'),
      detail: draft('الطلب بهذه الطريقة لا يحمل محتوى، لكن هذا الطلب حمل محتوى.'),
    },
    request_ambiguous: {
      title: draft('محتوى ملتبس'),
      detail: draft('يمكن قراءة محتوى هذا الطلب بأكثر من طريقة، ولذلك لم يُمرَّر.'),
    },
    too_many_requests: {
      title: draft('طلبات كثيرة جدًا'),
      detail: draft('تكرر هذا الطلب أكثر من اللازم خلال وقت قصير.'),
    },
    service_fault: {
      title: draft('الخدمة غير متاحة'),
      detail: draft('الخلل من جهتنا وليس من جهتك. لا يمكن التحقق من الطلبات في الوقت الحالي.'),
    },
    origin_unreachable: {
      title: draft('الخدمة غير متاحة'),
      detail: draft('الخلل من جهتنا وليس من جهتك. تعذّر الوصول إلى الخدمة.'),
    },
    origin_invalid: {
      title: draft('رد غير صالح'),
      detail: draft('الخلل من جهتنا وليس من جهتك. أرسلت الخدمة ردًا لا يمكن تمريره.'),
    },
    origin_slow: {
      title: draft('لم يصل الرد في الوقت المناسب'),
      detail: draft('الخلل من جهتنا وليس من جهتك. لم ترد الخدمة في الوقت المناسب.'),
    },
    place_restricted: {
      title: draft('الخدمة غير متاحة في منطقتك'),
      detail: draft('لا يُسمح باستخدام هذه الخدمة من المكان الذي يأتي منه اتصالك.'),
    },
    place_not_allowed: {
      title: draft('الخدمة غير متاحة في منطقتك'),
      detail: draft('يُسمح باستخدام هذه الخدمة من أماكن معيّنة فقط، واتصالك يأتي من مكان آخر.'),
    },
    place_mobile: {
      title: draft('الخدمة غير متاحة عبر شبكة الهاتف المحمول هذه'),
      detail: draft(
        'تصلنا بيانات هاتفك المحمول من مكان لا يُسمح باستخدام هذه الخدمة منه. ومع شريحة SIM من أحد مشغّلي الشبكات هناك، يحدث ذلك أينما كنت.',
      ),
    },
    place_unknown: {
      title: draft('تعذّر تحديد منطقتك'),
      detail: draft('تعتمد هذه الخدمة على المنطقة، ومنطقة اتصالك غير معروفة.'),
    },
    place_ambiguous: {
      title: draft('تعذّر تحديد منطقتك بدقة كافية'),
      detail: draft('لا يُسمح باستخدام هذه الخدمة من أحد أجزاء البلد، ولا يُعرف من أي جزء يأتي اتصالك.'),
    },
    place_unproven: {
      title: draft('تعذّر تأكيد موقعك بدرجة كافية'),
      detail: draft('يتطلب هذا الجزء من الخدمة معرفة مصدر الاتصال بيقين أكبر.'),
    },
    place_impossible: {
      title: draft('تعذّر تأكيد منطقتك'),
      detail: draft('المعلومات المعروفة عن اتصالك لا تتوافق فيما بينها.'),
    },
    place_not_served: {
      title: draft('لا تُقدَّم الخدمة في منطقتك'),
      detail: draft('تحفظ هذه الخدمة بيانات كل منطقة على حدة، وليس لديها مكان لبيانات منطقتك.'),
    },
    hosting_person: {
      title: draft('اتصالك يأتي من شبكة استضافة'),
      detail: draft(
        'العنوان تابع لمركز بيانات أو خدمة سحابية. وإذا كان المستخدم شخصًا، فهذا يعني عادةً استخدام VPN أو المرور ببوابة شبكة في مكان العمل.',
      ),
    },
    hosting_program: {
      title: draft('هذا الاتصال يأتي من شبكة استضافة'),
      detail: draft('العنوان تابع لمركز بيانات أو خدمة سحابية، ولا شيء يدل على صاحب هذا الخادم.'),
    },
    vpn: {
      title: draft('اتصالك يمر عبر VPN'),
      detail: draft('العنوان تابع لخدمة VPN، ولذلك لا يمكن معرفة مكانك.'),
    },
    proxy: {
      title: draft('اتصالك يمر عبر خادم وكيل (بروكسي)'),
      detail: draft('العنوان تابع لخدمة بروكسي، ولذلك لا يمكن معرفة مكانك.'),
    },
    tor: {
      title: draft('اتصالك يمر عبر Tor'),
      detail: draft('لا يمكن معرفة المكان الذي يبدأ منه الاتصال عبر Tor.'),
    },
    privacy_relay: {
      title: draft('اتصالك يمر عبر خدمة ترحيل خاص (privacy relay)'),
      detail: draft('هذا الجزء من الخدمة غير متاح عبر خدمات الترحيل الخاص.'),
    },
    edge_worker: {
      title: draft('هذا الاتصال يمر عبر برنامج لجهة ما على حافة الشبكة'),
      detail: draft('وصل الطلب عبر برنامج على شبكة لتوصيل المحتوى، ولذلك لا يمكن معرفة من أرسله.'),
    },
    network_unknown: {
      title: draft('تعذّر التعرف على اتصالك'),
      detail: draft('لا تتوفر معلومات كافية عن الشبكة التي يمر عبرها اتصالك.'),
    },
    policy_denied: {
      title: draft('غير مسموح'),
      detail: draft('قواعد هذه الخدمة لا تسمح بهذا الطلب.'),
    },
    key_shared: {
      title: draft('يبدو أن مفتاح API هذا مشترك بين عدة أشخاص'),
      detail: draft('عدد من يستخدمون المفتاح، أو عدد أماكن استخدامه، أكبر مما يُتوقع من حامل واحد.'),
    },
    key_travel: {
      title: draft('يُستخدم مفتاح API هذا في أماكن متباعدة جدًا'),
      detail: draft('استُخدم المفتاح في أماكن لا يمكن لأحد أن ينتقل بينها خلال ذلك الوقت.'),
    },
    key_cluster: {
      title: draft('يُستخدم مفتاح API هذا مع مفاتيح أخرى كثيرة'),
      detail: draft('يُستخدم المفتاح من المكان نفسه الذي تُستخدم منه مفاتيح كثيرة لحسابات أخرى.'),
    },
    key_surge: {
      title: draft('ازداد استخدام مفتاح API هذا فجأة'),
      detail: draft('يُستخدم المفتاح بطريقة لا تتفق مع استخدامه السابق.'),
    },
    key_exposed: {
      title: draft('أصبح مفتاح API هذا معروفًا لآخرين'),
      detail: draft('عُثر على المفتاح في مكان يمكن لآخرين قراءته فيه، ولذلك لم يعد مقبولًا.'),
    },
    account_card: {
      title: draft('بطاقة الدفع لا تتوافق مع منطقتك'),
      detail: draft('بطاقة هذا الحساب صادرة في بلد غير البلد الذي يأتي منه اتصالك.'),
    },
    account_phone: {
      title: draft('رقم الهاتف لا يتوافق مع منطقتك'),
      detail: draft('رقم هاتف هذا الحساب من بلد غير البلد الذي يأتي منه اتصالك.'),
    },
    account_ownership: {
      title: draft('لا يُسمح لهذا الحساب باستخدام هذه الخدمة'),
      detail: draft('المعلومات المعروفة عن مالكي هذا الحساب لا تسمح بذلك.'),
    },
    account_conflict: {
      title: draft('الحساب لا يتوافق مع منطقتك'),
      detail: draft('المعلومات المعروفة عن هذا الحساب لا تتفق مع المكان الذي يأتي منه اتصالك.'),
    },
    session_required: {
      title: draft('الجلسة مطلوبة'),
      detail: draft('يتطلب هذا رمز جلسة، والطلب لا يحمل أي رمز.'),
    },
    session_expired: {
      title: draft('انتهت صلاحية الجلسة'),
      detail: draft('انقضت مدة رمز الجلسة.'),
    },
    session_ended: {
      title: draft('أُنهيت الجلسة'),
      detail: draft('أُنهيت الجلسة هنا أو من جانب الخدمة.'),
    },
    session_invalid: {
      title: draft('الجلسة غير صالحة'),
      detail: draft('رمز الجلسة ليس من رموز هذه الخدمة.'),
    },
    session_proof: {
      title: draft('إثبات الحيازة مطلوب'),
      detail: draft(
        'رمز الجلسة مرتبط بمفتاح أو شهادة، وهذا الطلب لا يثبت أن المفتاح أو الشهادة في حيازة مُرسِله.',
      ),
    },
    session_other_country: {
      title: draft('الجلسة من بلد آخر'),
      detail: draft('صدر رمز الجلسة لاتصال من بلد آخر.'),
    },
    session_other_network: {
      title: draft('الجلسة من شبكة أخرى'),
      detail: draft('صدر رمز الجلسة لاتصال عبر نوع آخر من الشبكات.'),
    },
    session_other_client: {
      title: draft('الجلسة تخص برنامج عميل آخر'),
      detail: draft('رمز الجلسة مرتبط ببرنامج عميل آخر.'),
    },
    session_cross_site: {
      title: draft('الطلب ليس من هذا الموقع'),
      detail: draft(
        'لا يمكن القيام بهذا إلا من صفحة تابعة لهذه الخدمة، والطلب لا يبيّن أنه صادر عن صفحة كهذه.',
      ),
    },
  },
  steps: {
    contact: draft('إذا رأيت أن هذا خطأ، فيُرجى التواصل مع الدعم وذكر الرمز المرجعي.'),
    vpn_off: draft('يُرجى إيقاف أي VPN أو بروكسي والمحاولة مرة أخرى.'),
    work_network: draft(
      'في مكان العمل أو الدراسة، قد يكون ما نراه هو بوابة الشبكة هناك: يُرجى تجربة شبكة أخرى، أو سؤال قسم تقنية المعلومات.',
    ),
    identify_server: draft(
      'إذا كان أحد خوادمك يستدعي هذه الخدمة، فيُرجى إرسال مفتاح API الخاص به مع الطلب، أو التواصل مع الدعم لتعريف شبكته.',
    ),
    without_tor: draft('يُرجى فتح هذه الخدمة من دون Tor والمحاولة مرة أخرى.'),
    relay_off: draft('يُرجى إيقاف الترحيل الخاص لهذا الموقع والمحاولة مرة أخرى.'),
    connect_directly: draft('يُرجى الاتصال مباشرةً والمحاولة مرة أخرى.'),
    other_network: draft('يُرجى المحاولة مرة أخرى من شبكة أخرى.'),
    use_wifi: draft('يُرجى استخدام شبكة Wi-Fi محلية بدلًا من بيانات الهاتف المحمول والمحاولة مرة أخرى.'),
    home_connection: draft('يُرجى المحاولة مرة أخرى عبر اتصال منزلي أو اتصال هاتف محمول.'),
    tell_city: draft('إذا استمر الأمر، فيُرجى إبلاغ الدعم بالرمز المرجعي ومدينتك ومزوّد الإنترنت لديك.'),
    try_later: draft('يُرجى المحاولة مرة أخرى لاحقًا.'),
    wait_a_minute: draft('يُرجى الانتظار دقيقة ثم المحاولة مرة أخرى.'),
    new_session: draft('يُرجى طلب جلسة جديدة والمحاولة مرة أخرى.'),
    fresh_proof: draft(
      'يُرجى إرسال إثبات جديد في Cordon-DPoP، مع قيمة nonce الواردة في Cordon-DPoP-Nonce إن وُجدت.',
    ),
    open_service: draft(
      'يُرجى فتح الخدمة نفسها والمحاولة مرة أخرى. أما البرامج فتقدّم رمز الجلسة في Cordon-Session.',
    ),
    replace_key: draft('يُرجى إنشاء مفتاح جديد وحذف المفتاح القديم وعدم إطلاع أحد على المفتاح الجديد.'),
    own_key: draft('يُرجى استخدام مفتاح خاص بك وعدم إعطائه لأحد.'),
    check_account: draft('يُرجى التحقق من البطاقة ورقم الهاتف والعنوان في حسابك.'),
    plain_path: draft(
      'يُرجى إرسال المسار من دون شرطات مائلة مكررة أو مقاطع مكوّنة من نقاط أو شرطات مائلة عكسية أو فواصل منقوطة أو ترميزات لا لزوم لها.',
    ),
    documented_host: draft('يُرجى استخدام اسم المضيف الوارد في التوثيق.'),
    documented_method: draft('يُرجى استخدام إحدى الطرق الواردة في التوثيق.'),
    without_content: draft('يُرجى إرسال الطلب من دون محتوى، أو بطريقة أخرى.'),
    members_once: draft('يُرجى إرسال كل حقل مرة واحدة، بترميز UTF-8.'),
  },
  labels: {
    reference: draft('الرمز المرجعي'),
    support: draft('التواصل مع الدعم'),
    unreviewed: draft('لم يراجع أي شخص هذه الترجمة بعد. النص الإنجليزي هو المعتمد.'),
    next_steps: draft('ما يمكنك فعله'),
    what_we_saw: draft('ما رأيناه'),
    reason: draft('السبب'),
    legal_basis: draft('الأساس القانوني'),
    appeal: draft('إبلاغنا بأن هذا خطأ'),
    place: draft('المكان'),
    network: draft('نوع الشبكة'),
    operator: draft('مشغّل الشبكة'),
    address: draft('العنوان'),
    tls: draft('التشفير'),
    latency: draft('زمن التأخير'),
    time_zone: draft('المنطقة الزمنية'),
    session: draft('الجلسة'),
    unknown: draft('غير معروف'),
    none: draft('لا يوجد'),
    whoami_title: draft('ما تراه هذه الخدمة من اتصالك'),
    whoami_intro: draft('هذا ما يكشفه اتصالك عن نفسه، والقرار الذي سيُتخذ بشأنه الآن.'),
    verdict_for: draft('القرار بشأن'),
    verdict_allow: draft('مسموح'),
    verdict_limit: draft('مسموح مع قيود'),
    verdict_challenge: draft('يلزم إثبات إضافي'),
    verdict_deny: draft('مرفوض'),
    valid_until: draft('الصلاحية حتى'),
    appeal_title: draft('إبلاغنا بأن هذا الرفض خطأ'),
    appeal_intro: draft('سينظر شخص في الأمر. ولن يتغيّر شيء تلقائيًا.'),
    appeal_message: draft('ماذا حدث؟ أين أنت، وكيف تتصل بالإنترنت؟'),
    appeal_contact: draft('كيف يمكننا التواصل معك؟ (اختياري)'),
    appeal_privacy: draft('تُحفظ رسالتك لمدة 30 يومًا على الأكثر.'),
    appeal_send: draft('إرسال'),
    appeal_received_title: draft('شكرًا لك'),
    appeal_received: draft('وصلت رسالتك. يُرجى الاحتفاظ بالرمز المرجعي لذكره عند التواصل مع الدعم.'),
    appeal_not_taken_title: draft('لم تُقبل الرسالة'),
    appeal_not_taken: draft(
      'لم يُذكر الرمز المرجعي، أو أنه غير صحيح، أو أن عدد الرسائل كبير جدًا في الوقت الحالي. يُرجى التواصل مع الدعم.',
    ),
  },
  classes: {
    residential: draft('منزلية'),
    mobile: draft('هاتف محمول'),
    satellite: draft('أقمار صناعية'),
    business: draft('تجارية'),
    education: draft('مدرسة أو جامعة'),
    hosting: draft('مركز بيانات أو خدمة سحابية'),
    vpn: draft('VPN'),
    proxy: draft('بروكسي'),
    tor: draft('Tor'),
    privacy_relay: draft('ترحيل خاص'),
    corporate_gateway: draft('بوابة شركة'),
    edge_worker: draft('برنامج على حافة الشبكة'),
    crawler: draft('زاحف ويب'),
    operator_allowed: draft('مسموح بها من هذه الخدمة'),
    unknown: draft('غير معروفة'),
  },
}
