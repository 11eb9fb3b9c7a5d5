import { draft, type Locale } from '../locale.ts'

export const de: Locale = {
  stories: {
    request_path: {
      title: draft('Die Adresse dieser Anfrage ist mehrdeutig'),
      detail: draft(
        'Der Pfad lässt sich auf mehr als eine Weise lesen oder ist zu lang. Deshalb wurde die Anfrage nicht weitergeleitet.',
      ),
    },
    request_host: {
      title: draft('Unbekannter Host'),
      detail: draft('Der in dieser Anfrage genannte Host wird hier nicht bedient.'),
    },
    request_method: {
      title: draft('Methode nicht unterstützt'),
      detail: draft('Die Methode dieser Anfrage wird nicht weitergeleitet.'),
    },
    request_body: {
      title: draft('Unerwarteter Inhalt'),
      detail: draft('Anfragen mit dieser Methode haben keinen Inhalt, diese hatte jedoch einen.'),
    },
    request_ambiguous: {
      title: draft('Mehrdeutiger Inhalt'),
      detail: draft(
        'Der Inhalt dieser Anfrage lässt sich auf mehr als eine Weise lesen. Deshalb wurde sie nicht weitergeleitet.',
      ),
    },
    too_many_requests: {
      title: draft('Zu viele Anfragen'),
      detail: draft('Das wurde in kurzer Zeit zu oft angefordert.'),
    },
    service_fault: {
      title: draft('Dienst nicht verfügbar'),
      detail: draft(
        'Der Fehler liegt bei uns, nicht bei Ihnen. Anfragen können zurzeit nicht geprüft werden.',
      ),
    },
    origin_unreachable: {
      title: draft('Dienst nicht verfügbar'),
      detail: draft('Der Fehler liegt bei uns, nicht bei Ihnen. Der Dienst war nicht erreichbar.'),
    },
    origin_invalid: {
      title: draft('Fehlerhafte Antwort'),
      detail: draft(
        'Der Fehler liegt bei uns, nicht bei Ihnen. Die Antwort des Dienstes kann nicht weitergegeben werden.',
      ),
    },
    origin_slow: {
      title: draft('Keine rechtzeitige Antwort'),
      detail: draft(
        'Der Fehler liegt bei uns, nicht bei Ihnen. Der Dienst hat nicht rechtzeitig geantwortet.',
      ),
    },
    place_restricted: {
      title: draft('In Ihrer Region nicht verfügbar'),
      detail: draft(
        'Dieser Dienst darf von dem Ort aus, von dem Ihre Verbindung kommt, nicht genutzt werden.',
      ),
    },
    place_not_allowed: {
      title: draft('In Ihrer Region nicht verfügbar'),
      detail: draft(
        'Dieser Dienst darf nur von bestimmten Orten aus genutzt werden, und Ihre Verbindung kommt von einem anderen.',
      ),
    },
    place_mobile: {
      title: draft('Über dieses Mobilfunknetz nicht verfügbar'),
      detail: draft(
        'Ihre mobilen Daten erreichen uns von einem Ort, von dem aus dieser Dienst nicht genutzt werden darf. Mit einer SIM-Karte eines dortigen Anbieters ist das so, wo auch immer Sie sind.',
      ),
    },
    place_unknown: {
      title: draft('Ihre Region konnte nicht bestimmt werden'),
      detail: draft(
        'Dieser Dienst hängt von der Region ab, und die Region Ihrer Verbindung ist nicht bekannt.',
      ),
    },
    place_ambiguous: {
      title: draft('Ihre Region konnte nicht genau genug bestimmt werden'),
      detail: draft(
        'Dieser Dienst darf von einem Teil des Landes aus nicht genutzt werden, und es ist nicht bekannt, aus welchem Teil Ihre Verbindung kommt.',
      ),
    },
    place_unproven: {
      title: draft('Ihr Standort konnte nicht sicher genug bestätigt werden'),
      detail: draft(
        'Für diesen Teil des Dienstes muss mit größerer Sicherheit feststehen, woher eine Verbindung kommt.',
      ),
    },
    place_impossible: {
      title: draft('Ihre Region konnte nicht bestätigt werden'),
      detail: draft('Was über Ihre Verbindung bekannt ist, passt nicht zusammen.'),
    },
    place_not_served: {
      title: draft('In Ihrer Region nicht angeboten'),
      detail: draft(
        'Dieser Dienst hält die Daten jeder Region getrennt und hat für Ihre Region keinen Standort.',
      ),
    },
    hosting_person: {
      title: draft('Ihre Verbindung kommt aus einem Hosting-Netz'),
      detail: draft(
        'Die Adresse gehört zu einem Rechenzentrum oder einer Cloud. Ruft ein Mensch den Dienst auf, steckt dahinter meist ein VPN oder ein Gateway am Arbeitsplatz.',
      ),
    },
    hosting_program: {
      title: draft('Diese Verbindung kommt aus einem Hosting-Netz'),
      detail: draft(
        'Die Adresse gehört zu einem Rechenzentrum oder einer Cloud, und nichts gibt an, wessen Server das ist.',
      ),
    },
    vpn: {
      title: draft('Ihre Verbindung läuft über ein VPN'),
      detail: draft('Die Adresse gehört zu einem VPN-Dienst. Deshalb lässt sich nicht sagen, wo Sie sind.'),
    },
    proxy: {
      title: draft('Ihre Verbindung läuft über einen Proxy'),
      detail: draft('Die Adresse gehört zu einem Proxy-Dienst. Deshalb lässt sich nicht sagen, wo Sie sind.'),
    },
    tor: {
      title: draft('Ihre Verbindung läuft über Tor'),
      detail: draft('Wo eine Tor-Verbindung beginnt, lässt sich nicht sagen.'),
    },
    privacy_relay: {
      title: draft('Ihre Verbindung läuft über ein Privat-Relay'),
      detail: draft('Dieser Teil des Dienstes ist über ein Privat-Relay nicht verfügbar.'),
    },
    edge_worker: {
      title: draft('Diese Verbindung läuft über ein fremdes Programm in einem Edge-Netz'),
      detail: draft(
        'Die Anfrage wurde von einem Programm in einem Content-Delivery-Netz weitergereicht. Deshalb lässt sich nicht sagen, wer sie gesendet hat.',
      ),
    },
    network_unknown: {
      title: draft('Ihre Verbindung konnte nicht zugeordnet werden'),
      detail: draft('Über das Netz, über das Ihre Verbindung läuft, ist zu wenig bekannt.'),
    },
    policy_denied: {
      title: draft('Nicht erlaubt'),
      detail: draft('Die Regeln dieses Dienstes erlauben diese Anfrage nicht.'),
    },
    key_shared: {
      title: draft('Dieser API-Schlüssel wird anscheinend geteilt'),
      detail: draft(
        'Der Schlüssel wird von mehr Personen oder von mehr Orten aus verwendet, als bei einem einzigen Inhaber zu erwarten wäre.',
      ),
    },
    key_travel: {
      title: draft('Dieser API-Schlüssel wird an zu weit voneinander entfernten Orten verwendet'),
      detail: draft(
        'Der Schlüssel wurde an Orten verwendet, zwischen denen in dieser Zeit niemand gereist sein kann.',
      ),
    },
    key_cluster: {
      title: draft('Dieser API-Schlüssel wird zusammen mit vielen anderen verwendet'),
      detail: draft(
        'Der Schlüssel wird vom selben Ort aus verwendet wie zahlreiche Schlüssel anderer Konten.',
      ),
    },
    key_surge: {
      title: draft('Die Nutzung dieses API-Schlüssels ist plötzlich gestiegen'),
      detail: draft('Der Schlüssel wird auf eine Weise verwendet, die nicht zur bisherigen Nutzung passt.'),
    },
    key_exposed: {
      title: draft('Dieser API-Schlüssel ist anderen bekannt geworden'),
      detail: draft(
        'Der Schlüssel wurde an einer Stelle gefunden, an der andere ihn lesen können. Deshalb wird er nicht mehr angenommen.',
      ),
    },
    account_card: {
      title: draft('Die Zahlungskarte passt nicht zu Ihrer Region'),
      detail: draft(
        'Die Karte dieses Kontos wurde in einem anderen Land ausgestellt als dem, aus dem Ihre Verbindung kommt.',
      ),
    },
    account_phone: {
      title: draft('Die Telefonnummer passt nicht zu Ihrer Region'),
      detail: draft('Die Telefonnummer dieses Kontos stammt aus einem anderen Land als Ihre Verbindung.'),
    },
    account_ownership: {
      title: draft('Dieses Konto darf diesen Dienst nicht nutzen'),
      detail: draft('Was über die Eigentümer dieses Kontos bekannt ist, lässt das nicht zu.'),
    },
    account_conflict: {
      title: draft('Das Konto passt nicht zu Ihrer Region'),
      detail: draft(
        'Was über dieses Konto bekannt ist, stimmt nicht damit überein, woher Ihre Verbindung kommt.',
      ),
    },
    session_required: {
      title: draft('Sitzung erforderlich'),
      detail: draft('Hierfür wird ein Sitzungstoken benötigt, und die Anfrage enthält keines.'),
    },
    session_expired: {
      title: draft('Sitzung abgelaufen'),
      detail: draft('Das Sitzungstoken ist abgelaufen.'),
    },
    session_ended: {
      title: draft('Sitzung beendet'),
      detail: draft('Die Sitzung wurde beendet, hier oder durch den Dienst.'),
    },
    session_invalid: {
      title: draft('Sitzung ungültig'),
      detail: draft('Das Sitzungstoken stammt nicht von diesem Dienst.'),
    },
    session_proof: {
      title: draft('Besitznachweis erforderlich'),
      detail: draft(
        'Das Sitzungstoken ist an einen Schlüssel oder ein Zertifikat gebunden, und diese Anfrage weist nicht nach, dass der Absender darüber verfügt.',
      ),
    },
    session_unbound: {
      title: draft('An einen Schlüssel gebundene Sitzung erforderlich'),
      detail: draft(
        'Hierfür wird ein Sitzungstoken benötigt, das an einen Schlüssel oder ein Zertifikat des Clients gebunden ist. Das gesendete ist es nicht.',
      ),
    },
    session_other_country: {
      title: draft('Sitzung aus einem anderen Land'),
      detail: draft('Das Sitzungstoken wurde für eine Verbindung aus einem anderen Land ausgestellt.'),
    },
    session_other_network: {
      title: draft('Sitzung aus einem anderen Netz'),
      detail: draft('Das Sitzungstoken wurde für eine Verbindung über eine andere Art von Netz ausgestellt.'),
    },
    session_other_client: {
      title: draft('Sitzung eines anderen Clients'),
      detail: draft('Das Sitzungstoken ist an einen anderen Client gebunden.'),
    },
    session_cross_site: {
      title: draft('Nicht von dieser Website'),
      detail: draft(
        'Das ist nur von einer Seite dieses Dienstes aus möglich, und die Anfrage gibt nicht an, dass sie von einer solchen kommt.',
      ),
    },
  },
  steps: {
    contact: draft(
      'Wenn Sie das für einen Irrtum halten, wenden Sie sich an den Support und nennen Sie den Referenzcode.',
    ),
    vpn_off: draft('Schalten Sie VPN und Proxy aus und versuchen Sie es erneut.'),
    work_network: draft(
      'Am Arbeitsplatz oder in der Schule sehen wir vielleicht das dortige Gateway: Versuchen Sie es über ein anderes Netz oder fragen Sie Ihre IT-Abteilung.',
    ),
    identify_server: draft(
      'Wenn einer Ihrer Server diesen Dienst aufruft, senden Sie mit der Anfrage seinen API-Schlüssel, oder bitten Sie den Support, sein Netz zuordnen zu lassen.',
    ),
    without_tor: draft('Öffnen Sie diesen Dienst ohne Tor und versuchen Sie es erneut.'),
    relay_off: draft('Schalten Sie das Privat-Relay für diese Website aus und versuchen Sie es erneut.'),
    connect_directly: draft('Verbinden Sie sich direkt und versuchen Sie es erneut.'),
    other_network: draft('Versuchen Sie es über ein anderes Netz erneut.'),
    use_wifi: draft('Nutzen Sie statt mobiler Daten ein WLAN vor Ort und versuchen Sie es erneut.'),
    home_connection: draft(
      'Versuchen Sie es über einen privaten Internetanschluss oder eine Mobilfunkverbindung erneut.',
    ),
    tell_city: draft(
      'Wenn das Problem bestehen bleibt, nennen Sie dem Support den Referenzcode, Ihre Stadt und Ihren Internetanbieter.',
    ),
    try_later: draft('Versuchen Sie es später erneut.'),
    wait_a_minute: draft('Warten Sie eine Minute und versuchen Sie es erneut.'),
    new_session: draft('Fordern Sie eine neue Sitzung an und versuchen Sie es erneut.'),
    fresh_proof: draft(
      'Senden Sie einen neuen Nachweis in Cordon-DPoP, mit der Nonce aus Cordon-DPoP-Nonce, falls vorhanden.',
    ),
    bound_session: draft(
      'Fordern Sie eine Sitzung mit einem Nachweis in Cordon-DPoP an und senden Sie mit jeder Anfrage einen neuen Nachweis.',
    ),
    open_service: draft(
      'Öffnen Sie den Dienst direkt und versuchen Sie es erneut. Programme übergeben ihr Token in Cordon-Session.',
    ),
    replace_key: draft(
      'Erstellen Sie einen neuen Schlüssel, löschen Sie den bisherigen und behalten Sie den neuen für sich.',
    ),
    own_key: draft('Verwenden Sie einen eigenen Schlüssel und geben Sie ihn an niemanden weiter.'),
    check_account: draft('Prüfen Sie Karte, Telefonnummer und Anschrift in Ihrem Konto.'),
    plain_path: draft(
      'Senden Sie den Pfad ohne doppelte Schrägstriche, Segmente „.“ oder „..“, umgekehrte Schrägstriche, Semikolons oder unnötige Escape-Sequenzen.',
    ),
    documented_host: draft('Verwenden Sie den Hostnamen aus der Dokumentation.'),
    documented_method: draft('Verwenden Sie eine der dokumentierten Methoden.'),
    without_content: draft('Senden Sie die Anfrage ohne Inhalt oder mit einer anderen Methode.'),
    members_once: draft('Senden Sie jedes Feld nur einmal, in UTF-8.'),
  },
  labels: {
    reference: draft('Referenzcode'),
    support: draft('Support kontaktieren'),
    unreviewed: draft(
      'Diese Übersetzung wurde noch von keinem Menschen geprüft. Maßgeblich ist der englische Text.',
    ),
    next_steps: draft('Was Sie tun können'),
    what_we_saw: draft('Was wir gesehen haben'),
    reason: draft('Grund'),
    legal_basis: draft('Rechtsgrundlage'),
    appeal: draft('Irrtum melden'),
    place: draft('Ort'),
    network: draft('Art des Netzes'),
    operator: draft('Netzbetreiber'),
    address: draft('Adresse'),
    tls: draft('Verschlüsselung'),
    latency: draft('Latenz'),
    time_zone: draft('Zeitzone'),
    session: draft('Sitzung'),
    unknown: draft('nicht bekannt'),
    none: draft('keine'),
    whoami_title: draft('Was dieser Dienst von Ihrer Verbindung sieht'),
    whoami_intro: draft('Das verrät Ihre Verbindung über sich, und so würde jetzt über sie entschieden.'),
    verdict_for: draft('Entscheidung für'),
    verdict_allow: draft('erlaubt'),
    verdict_limit: draft('erlaubt, mit Einschränkungen'),
    verdict_challenge: draft('weiterer Nachweis nötig'),
    verdict_deny: draft('abgelehnt'),
    not_enforced: draft('Das wird zurzeit nicht durchgesetzt: Die Anfrage käme durch.'),
    content_decides: draft('Auch der Inhalt der Anfrage entscheidet mit; er wurde hier nicht betrachtet.'),
    valid_until: draft('gültig bis'),
    appeal_title: draft('Melden, dass diese Ablehnung ein Irrtum ist'),
    appeal_intro: draft('Ein Mensch wird sich das ansehen. Von selbst ändert sich nichts.'),
    appeal_message: draft('Was ist passiert? Wo sind Sie, und wie sind Sie verbunden?'),
    appeal_contact: draft('Wie können wir Sie erreichen? (freiwillig)'),
    appeal_privacy: draft('Ihre Nachricht wird höchstens 30 Tage aufbewahrt.'),
    appeal_send: draft('Senden'),
    appeal_received_title: draft('Vielen Dank'),
    appeal_received: draft(
      'Ihre Nachricht ist angekommen. Bewahren Sie den Referenzcode auf, falls Sie sich an den Support wenden.',
    ),
    appeal_not_taken_title: draft('Die Nachricht wurde nicht angenommen'),
    appeal_not_taken: draft(
      'Der Referenzcode fehlt oder ist falsch, oder es gibt zurzeit zu viele Nachrichten. Wenden Sie sich an den Support.',
    ),
  },
  classes: {
    residential: draft('privater Anschluss'),
    mobile: draft('Mobilfunk'),
    satellite: draft('Satellit'),
    business: draft('Unternehmen'),
    education: draft('Schule oder Hochschule'),
    hosting: draft('Rechenzentrum oder Cloud'),
    vpn: draft('VPN'),
    proxy: draft('Proxy'),
    tor: draft('Tor'),
    privacy_relay: draft('Privat-Relay'),
    corporate_gateway: draft('Firmen-Gateway'),
    edge_worker: draft('Programm in einem Edge-Netz'),
    crawler: draft('Webcrawler'),
    operator_allowed: draft('von diesem Dienst zugelassen'),
    unknown: draft('nicht bekannt'),
  },
}
