import { draft, type Locale } from '../locale.ts'

export const it: Locale = {
  stories: {
    request_path: {
      title: draft('L’indirizzo di questa richiesta è ambiguo'),
      detail: draft(
        'Il percorso può essere letto in più modi o è troppo lungo, perciò la richiesta non è stata inoltrata.',
      ),
    },
    request_host: {
      title: draft('Host sconosciuto'),
      detail: draft('L’host indicato in questa richiesta non è servito qui.'),
    },
    request_method: {
      title: draft('Metodo non supportato'),
      detail: draft('Il metodo di questa richiesta non viene inoltrato.'),
    },
    request_body: {
      title: draft('Contenuto inatteso'),
      detail: draft('Una richiesta con questo metodo non ha contenuto, mentre questa ne conteneva.'),
    },
    request_ambiguous: {
      title: draft('Contenuto ambiguo'),
      detail: draft(
        'Il contenuto di questa richiesta può essere letto in più modi, perciò non è stata inoltrata.',
      ),
    },
    too_many_requests: {
      title: draft('Troppe richieste'),
      detail: draft('Questa richiesta è stata fatta troppe volte in poco tempo.'),
    },
    service_fault: {
      title: draft('Servizio non disponibile'),
      detail: draft('Il problema è nostro, non Suo. Al momento non è possibile controllare le richieste.'),
    },
    origin_unreachable: {
      title: draft('Servizio non disponibile'),
      detail: draft('Il problema è nostro, non Suo. Non è stato possibile raggiungere il servizio.'),
    },
    origin_invalid: {
      title: draft('Risposta non corretta'),
      detail: draft(
        'Il problema è nostro, non Suo. Il servizio ha dato una risposta che non può essere trasmessa.',
      ),
    },
    origin_slow: {
      title: draft('Nessuna risposta in tempo'),
      detail: draft('Il problema è nostro, non Suo. Il servizio non ha risposto in tempo.'),
    },
    place_restricted: {
      title: draft('Non disponibile nella Sua area geografica'),
      detail: draft(
        'Questo servizio non può essere utilizzato dal luogo da cui proviene la Sua connessione.',
      ),
    },
    place_not_allowed: {
      title: draft('Non disponibile nella Sua area geografica'),
      detail: draft(
        'Questo servizio può essere utilizzato solo da determinati luoghi, e la Sua connessione proviene da un altro.',
      ),
    },
    place_mobile: {
      title: draft('Non disponibile tramite questa rete mobile'),
      detail: draft(
        'I Suoi dati mobili ci arrivano da un luogo da cui questo servizio non può essere utilizzato. Con la SIM di un operatore di quel luogo è così ovunque Lei si trovi.',
      ),
    },
    place_unknown: {
      title: draft('Non è stato possibile determinare la Sua area geografica'),
      detail: draft(
        'Questo servizio dipende dall’area geografica, e quella della Sua connessione non è nota.',
      ),
    },
    place_ambiguous: {
      title: draft('Area geografica non determinabile con sufficiente precisione'),
      detail: draft(
        'Da una parte del Paese questo servizio non può essere utilizzato, e non si sa da quale parte provenga la Sua connessione.',
      ),
    },
    place_unproven: {
      title: draft('La Sua posizione non è confermata con sufficiente certezza'),
      detail: draft(
        'Questa parte del servizio richiede di sapere con maggiore certezza da dove proviene una connessione.',
      ),
    },
    place_impossible: {
      title: draft('Non è stato possibile confermare la Sua area geografica'),
      detail: draft('Le informazioni note sulla Sua connessione non concordano tra loro.'),
    },
    place_not_served: {
      title: draft('Servizio non offerto nella Sua area geografica'),
      detail: draft(
        'Questo servizio tiene separati i dati di ogni area geografica e non dispone di una sede per la Sua.',
      ),
    },
    hosting_person: {
      title: draft('La Sua connessione proviene da una rete di hosting'),
      detail: draft(
        'L’indirizzo appartiene a un data center o a un cloud. Nel caso di una persona, di solito si tratta di una VPN o di un gateway sul posto di lavoro.',
      ),
    },
    hosting_program: {
      title: draft('Questa connessione proviene da una rete di hosting'),
      detail: draft(
        'L’indirizzo appartiene a un data center o a un cloud, e nulla indica di chi sia questo server.',
      ),
    },
    vpn: {
      title: draft('La Sua connessione passa per una VPN'),
      detail: draft(
        'L’indirizzo appartiene a un servizio VPN, perciò non è possibile sapere dove Lei si trova.',
      ),
    },
    proxy: {
      title: draft('La Sua connessione passa per un proxy'),
      detail: draft(
        'L’indirizzo appartiene a un servizio proxy, perciò non è possibile sapere dove Lei si trova.',
      ),
    },
    tor: {
      title: draft('La Sua connessione passa per Tor'),
      detail: draft('Non è possibile sapere da dove parte una connessione Tor.'),
    },
    privacy_relay: {
      title: draft('La Sua connessione passa per un relay privato'),
      detail: draft('Questa parte del servizio non è disponibile tramite un relay privato.'),
    },
    edge_worker: {
      title: draft('Questa connessione passa per un programma di terzi su una rete edge'),
      detail: draft(
        'La richiesta è stata inoltrata da un programma su una rete di distribuzione dei contenuti, perciò non è possibile sapere chi l’ha inviata.',
      ),
    },
    network_unknown: {
      title: draft('Non è stato possibile identificare la Sua connessione'),
      detail: draft('Si sa troppo poco della rete per cui passa la Sua connessione.'),
    },
    policy_denied: {
      title: draft('Non consentito'),
      detail: draft('Le regole di questo servizio non consentono questa richiesta.'),
    },
    key_shared: {
      title: draft('Questa chiave API sembra essere condivisa'),
      detail: draft(
        'La chiave è usata da più persone, o da più luoghi, di quanto ci si aspetterebbe da un solo titolare.',
      ),
    },
    key_travel: {
      title: draft('Questa chiave API è usata in luoghi troppo distanti tra loro'),
      detail: draft(
        'La chiave è stata usata in luoghi tra i quali nessuno avrebbe potuto spostarsi in quel tempo.',
      ),
    },
    key_cluster: {
      title: draft('Questa chiave API è usata insieme a molte altre'),
      detail: draft('La chiave è usata dallo stesso luogo da cui si usano molte chiavi di altri account.'),
    },
    key_surge: {
      title: draft('L’uso di questa chiave API è aumentato all’improvviso'),
      detail: draft('La chiave è usata in un modo che non corrisponde all’uso precedente.'),
    },
    key_exposed: {
      title: draft('Questa chiave API è nota ad altre persone'),
      detail: draft('La chiave è stata trovata dove altri possono leggerla, perciò non è più accettata.'),
    },
    account_card: {
      title: draft('La carta di pagamento non corrisponde alla Sua area geografica'),
      detail: draft(
        'La carta di questo account è stata emessa in un Paese diverso da quello da cui proviene la Sua connessione.',
      ),
    },
    account_phone: {
      title: draft('Il numero di telefono non corrisponde alla Sua area geografica'),
      detail: draft(
        'Il numero di telefono di questo account è di un Paese diverso da quello della Sua connessione.',
      ),
    },
    account_ownership: {
      title: draft('Questo account non può utilizzare questo servizio'),
      detail: draft('Ciò che si sa dei proprietari di questo account non lo consente.'),
    },
    account_conflict: {
      title: draft('L’account non corrisponde alla Sua area geografica'),
      detail: draft(
        'Ciò che si sa di questo account non concorda con il luogo da cui proviene la Sua connessione.',
      ),
    },
    session_required: {
      title: draft('Sessione necessaria'),
      detail: draft('È necessario un token di sessione, e la richiesta non ne contiene nessuno.'),
    },
    session_expired: {
      title: draft('Sessione scaduta'),
      detail: draft('Il token di sessione è scaduto.'),
    },
    session_ended: {
      title: draft('Sessione terminata'),
      detail: draft('La sessione è stata terminata, qui o dal servizio.'),
    },
    session_invalid: {
      title: draft('Sessione non valida'),
      detail: draft('Il token di sessione non è di questo servizio.'),
    },
    session_proof: {
      title: draft('Prova di possesso necessaria'),
      detail: draft(
        'Il token di sessione è legato a una chiave o a un certificato, e questa richiesta non prova che il mittente ne sia in possesso.',
      ),
    },
    session_unbound: {
      title: draft('Sessione legata a una chiave necessaria'),
      detail: draft(
        'È necessario un token di sessione legato a una chiave o a un certificato del client, e quello inviato non lo è.',
      ),
    },
    session_other_country: {
      title: draft('Sessione di un altro Paese'),
      detail: draft('Il token di sessione è stato emesso per una connessione da un altro Paese.'),
    },
    session_other_network: {
      title: draft('Sessione di un’altra rete'),
      detail: draft('Il token di sessione è stato emesso per una connessione tramite un altro tipo di rete.'),
    },
    session_other_client: {
      title: draft('Sessione di un altro client'),
      detail: draft('Il token di sessione è legato a un altro client.'),
    },
    session_cross_site: {
      title: draft('La richiesta non proviene da questo sito'),
      detail: draft(
        'Questa operazione può essere eseguita solo da una pagina di questo servizio, e la richiesta non indica di provenire da una di esse.',
      ),
    },
  },
  steps: {
    contact: draft(
      'Se ritiene che si tratti di un errore, contatti l’assistenza e indichi il codice di riferimento.',
    ),
    vpn_off: draft('Disattivi eventuali VPN o proxy e riprovi.'),
    work_network: draft(
      'Al lavoro o a scuola, forse vediamo il gateway di quella rete: provi un’altra rete o chieda al reparto informatico.',
    ),
    identify_server: draft(
      'Se un Suo server usa questo servizio, invii con la richiesta la chiave API del server o chieda all’assistenza di identificarne la rete.',
    ),
    without_tor: draft('Apra questo servizio senza Tor e riprovi.'),
    relay_off: draft('Disattivi il relay privato per questo sito e riprovi.'),
    connect_directly: draft('Si connetta direttamente e riprovi.'),
    other_network: draft('Riprovi da un’altra rete.'),
    use_wifi: draft('Usi una rete Wi-Fi locale invece dei dati mobili e riprovi.'),
    home_connection: draft('Riprovi da una connessione domestica o mobile.'),
    tell_city: draft(
      'Se il problema persiste, comunichi all’assistenza il codice di riferimento, la Sua città e il Suo provider Internet.',
    ),
    try_later: draft('Riprovi più tardi.'),
    wait_a_minute: draft('Attenda un minuto e riprovi.'),
    new_session: draft('Richieda una nuova sessione e riprovi.'),
    fresh_proof: draft(
      'Invii una nuova prova in Cordon-DPoP, con il nonce di Cordon-DPoP-Nonce se presente.',
    ),
    bound_session: draft(
      'Richieda una sessione con una prova in Cordon-DPoP e invii una nuova prova con ogni richiesta.',
    ),
    open_service: draft(
      'Apra direttamente il servizio e riprovi. I programmi presentano il loro token in Cordon-Session.',
    ),
    replace_key: draft('Crei una nuova chiave, elimini la vecchia e tenga la nuova per sé.'),
    own_key: draft('Usi una chiave personale e non la dia a nessuno.'),
    check_account: draft('Controlli la carta, il numero di telefono e l’indirizzo del Suo account.'),
    plain_path: draft(
      'Invii il percorso senza barre doppie, segmenti «.» o «..», barre rovesciate, punti e virgola o sequenze di escape superflue.',
    ),
    documented_host: draft('Usi il nome host indicato nella documentazione.'),
    documented_method: draft('Usi uno dei metodi documentati.'),
    without_content: draft('Invii la richiesta senza contenuto o con un altro metodo.'),
    members_once: draft('Invii ogni campo una sola volta, in UTF-8.'),
  },
  labels: {
    reference: draft('Codice di riferimento'),
    support: draft('Contattare l’assistenza'),
    unreviewed: draft(
      'Questa traduzione non è ancora stata controllata da una persona. Fa fede il testo inglese.',
    ),
    next_steps: draft('Che cosa può fare'),
    what_we_saw: draft('Che cosa abbiamo visto'),
    reason: draft('Motivo'),
    legal_basis: draft('Base giuridica'),
    appeal: draft('Segnalare che è un errore'),
    place: draft('Luogo'),
    network: draft('Tipo di rete'),
    operator: draft('Operatore di rete'),
    address: draft('Indirizzo'),
    tls: draft('Crittografia'),
    latency: draft('Latenza'),
    time_zone: draft('Fuso orario'),
    session: draft('Sessione'),
    unknown: draft('non noto'),
    none: draft('nessuna'),
    whoami_title: draft('Che cosa vede questo servizio della Sua connessione'),
    whoami_intro: draft(
      'Questo è ciò che la Sua connessione rivela di sé e ciò che si deciderebbe ora al riguardo.',
    ),
    verdict_for: draft('Decisione per'),
    verdict_allow: draft('consentito'),
    verdict_limit: draft('consentito, con limiti'),
    verdict_challenge: draft('servono altre prove'),
    verdict_deny: draft('rifiutato'),
    not_enforced: draft('Al momento questa decisione non viene applicata: la richiesta passerebbe.'),
    content_decides: draft(
      'Anche il contenuto della richiesta incide sulla decisione, e qui non è stato esaminato.',
    ),
    valid_until: draft('scadenza:'),
    appeal_title: draft('Segnalare che questo rifiuto è un errore'),
    appeal_intro: draft('Una persona esaminerà il messaggio. Nulla cambia automaticamente.'),
    appeal_message: draft('Che cosa è successo? Dove si trova e che connessione usa?'),
    appeal_contact: draft('Come possiamo contattarLa? (facoltativo)'),
    appeal_privacy: draft('Il Suo messaggio viene conservato per 30 giorni al massimo.'),
    appeal_send: draft('Invia'),
    appeal_received_title: draft('Grazie'),
    appeal_received: draft(
      'Il Suo messaggio è arrivato. Conservi il codice di riferimento nel caso contatti l’assistenza.',
    ),
    appeal_not_taken_title: draft('Il messaggio non è stato accettato'),
    appeal_not_taken: draft(
      'Il codice di riferimento manca o è errato, oppure al momento ci sono troppi messaggi. Contatti l’assistenza.',
    ),
  },
  classes: {
    residential: draft('domestica'),
    mobile: draft('mobile'),
    satellite: draft('satellitare'),
    business: draft('aziendale'),
    education: draft('scuola o università'),
    hosting: draft('data center o cloud'),
    vpn: draft('VPN'),
    proxy: draft('proxy'),
    tor: draft('Tor'),
    privacy_relay: draft('relay privato'),
    corporate_gateway: draft('gateway aziendale'),
    edge_worker: draft('programma su una rete edge'),
    crawler: draft('crawler'),
    operator_allowed: draft('consentita da questo servizio'),
    unknown: draft('non noto'),
  },
}
