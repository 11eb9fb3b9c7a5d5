import { draft, type Locale } from '../locale.ts'

export const pl: Locale = {
  stories: {
    request_path: {
      title: draft('Adres tego żądania jest niejednoznaczny'),
      detail: draft(
        'Ścieżkę można odczytać na więcej niż jeden sposób albo jest ona zbyt długa, więc żądanie nie zostało przekazane.',
      ),
    },
    request_host: {
      title: draft('Nieznany host'),
      detail: draft('Host podany w tym żądaniu nie jest tu obsługiwany.'),
    },
    request_method: {
      title: draft('Metoda nie jest obsługiwana'),
      detail: draft('Żądania z tą metodą nie są przekazywane.'),
    },
    request_body: {
      title: draft('Nieoczekiwana treść'),
      detail: draft('Żądanie z tą metodą nie ma treści, a to ją zawierało.'),
    },
    request_ambiguous: {
      title: draft('Niejednoznaczna treść'),
      detail: draft(
        'Treść tego żądania można odczytać na więcej niż jeden sposób, więc nie zostało ono przekazane.',
      ),
    },
    too_many_requests: {
      title: draft('Zbyt wiele żądań'),
      detail: draft('W krótkim czasie nadeszło zbyt wiele takich żądań.'),
    },
    service_fault: {
      title: draft('Usługa niedostępna'),
      detail: draft(
        'To błąd po naszej stronie, a nie po stronie użytkownika. Obecnie nie można sprawdzać żądań.',
      ),
    },
    origin_unreachable: {
      title: draft('Usługa niedostępna'),
      detail: draft(
        'To błąd po naszej stronie, a nie po stronie użytkownika. Nie udało się połączyć z usługą.',
      ),
    },
    origin_invalid: {
      title: draft('Nieprawidłowa odpowiedź'),
      detail: draft(
        'To błąd po naszej stronie, a nie po stronie użytkownika. Odpowiedzi usługi nie można przekazać dalej.',
      ),
    },
    origin_slow: {
      title: draft('Brak odpowiedzi na czas'),
      detail: draft(
        'To błąd po naszej stronie, a nie po stronie użytkownika. Usługa nie odpowiedziała na czas.',
      ),
    },
    place_restricted: {
      title: draft('Usługa niedostępna w tym regionie'),
      detail: draft('Z miejsca, z którego pochodzi to połączenie, nie można korzystać z tej usługi.'),
    },
    place_not_allowed: {
      title: draft('Usługa niedostępna w tym regionie'),
      detail: draft(
        'Z tej usługi można korzystać tylko z określonych miejsc, a to połączenie pochodzi z innego.',
      ),
    },
    place_mobile: {
      title: draft('Usługa niedostępna przez tę sieć komórkową'),
      detail: draft(
        'Dane komórkowe docierają do nas z miejsca, z którego nie można korzystać z tej usługi. Z kartą SIM tamtejszego operatora dzieje się tak bez względu na miejsce pobytu.',
      ),
    },
    place_unknown: {
      title: draft('Nie udało się ustalić regionu'),
      detail: draft('Dostępność tej usługi zależy od regionu, a region tego połączenia jest nieznany.'),
    },
    place_ambiguous: {
      title: draft('Nie udało się dość dokładnie ustalić regionu'),
      detail: draft(
        'W części kraju nie można korzystać z tej usługi, a nie wiadomo, z której części pochodzi to połączenie.',
      ),
    },
    place_unproven: {
      title: draft('Nie udało się dostatecznie potwierdzić lokalizacji'),
      detail: draft('Ta część usługi wymaga większej pewności co do tego, skąd pochodzi połączenie.'),
    },
    place_impossible: {
      title: draft('Nie udało się potwierdzić regionu'),
      detail: draft('Informacje o tym połączeniu nie zgadzają się ze sobą.'),
    },
    place_not_served: {
      title: draft('Ten region nie jest obsługiwany'),
      detail: draft(
        'Ta usługa przechowuje dane każdego regionu osobno, a dla tego regionu nie ma lokalizacji.',
      ),
    },
    hosting_person: {
      title: draft('To połączenie pochodzi z sieci hostingowej'),
      detail: draft(
        'Adres należy do centrum danych lub chmury. U osoby prywatnej oznacza to zwykle VPN albo bramę sieciową w miejscu pracy.',
      ),
    },
    hosting_program: {
      title: draft('To połączenie pochodzi z sieci hostingowej'),
      detail: draft('Adres należy do centrum danych lub chmury i nic nie wskazuje, czyj to serwer.'),
    },
    vpn: {
      title: draft('To połączenie przechodzi przez VPN'),
      detail: draft('Adres należy do usługi VPN, więc nie można ustalić, gdzie jest użytkownik.'),
    },
    proxy: {
      title: draft('To połączenie przechodzi przez serwer proxy'),
      detail: draft('Adres należy do usługi proxy, więc nie można ustalić, gdzie jest użytkownik.'),
    },
    tor: {
      title: draft('To połączenie przechodzi przez sieć Tor'),
      detail: draft('Nie można ustalić, gdzie zaczyna się połączenie przez sieć Tor.'),
    },
    privacy_relay: {
      title: draft('To połączenie korzysta z przekazywania prywatnego'),
      detail: draft('Ta część usługi nie jest dostępna przez przekazywanie prywatne.'),
    },
    edge_worker: {
      title: draft('To połączenie przechodzi przez czyjś program w sieci dostarczania treści'),
      detail: draft(
        'Żądanie przekazał program działający w sieci dostarczania treści, więc nie można ustalić, kto je wysłał.',
      ),
    },
    network_unknown: {
      title: draft('Nie udało się zidentyfikować połączenia'),
      detail: draft('Zbyt mało wiadomo o sieci, przez którą przechodzi to połączenie.'),
    },
    policy_denied: {
      title: draft('Niedozwolone'),
      detail: draft('Zasady tej usługi nie pozwalają na to żądanie.'),
    },
    key_shared: {
      title: draft('Wygląda na to, że ten klucz API jest współdzielony'),
      detail: draft(
        'Klucz jest używany przez więcej osób albo w większej liczbie miejsc, niż można by oczekiwać przy jednym posiadaczu.',
      ),
    },
    key_travel: {
      title: draft('Ten klucz API jest używany w miejscach zbyt odległych od siebie'),
      detail: draft(
        'Klucza użyto w miejscach, między którymi nikt nie zdążyłby się w tym czasie przemieścić.',
      ),
    },
    key_cluster: {
      title: draft('Ten klucz API jest używany razem z wieloma innymi'),
      detail: draft('Klucz jest używany w tym samym miejscu co wiele kluczy innych kont.'),
    },
    key_surge: {
      title: draft('Użycie tego klucza API nagle wzrosło'),
      detail: draft('Sposób używania klucza nie pasuje do tego, jak używano go wcześniej.'),
    },
    key_exposed: {
      title: draft('Ten klucz API stał się znany innym'),
      detail: draft(
        'Klucz znaleziono w miejscu, w którym mogą go odczytać inni, dlatego nie jest już przyjmowany.',
      ),
    },
    account_card: {
      title: draft('Karta płatnicza nie pasuje do regionu'),
      detail: draft('Kartę tego konta wydano w innym kraju niż ten, z którego pochodzi to połączenie.'),
    },
    account_phone: {
      title: draft('Numer telefonu nie pasuje do regionu'),
      detail: draft('Numer telefonu tego konta pochodzi z innego kraju niż to połączenie.'),
    },
    account_ownership: {
      title: draft('To konto nie może korzystać z tej usługi'),
      detail: draft('Nie pozwalają na to informacje o właścicielach tego konta.'),
    },
    account_conflict: {
      title: draft('Konto nie pasuje do regionu'),
      detail: draft('Informacje o tym koncie nie zgadzają się z miejscem, z którego pochodzi to połączenie.'),
    },
    session_required: {
      title: draft('Wymagana sesja'),
      detail: draft('Potrzebny jest token sesji, a żądanie go nie zawiera.'),
    },
    session_expired: {
      title: draft('Sesja wygasła'),
      detail: draft('Upłynął okres ważności tokenu sesji.'),
    },
    session_ended: {
      title: draft('Sesja zakończona'),
      detail: draft('Sesję zakończono tutaj lub zakończyła ją usługa.'),
    },
    session_invalid: {
      title: draft('Sesja nieważna'),
      detail: draft('Ten token sesji nie należy do tej usługi.'),
    },
    session_proof: {
      title: draft('Wymagany dowód posiadania'),
      detail: draft(
        'Token sesji jest powiązany z kluczem lub certyfikatem, a to żądanie nie dowodzi, że nadawca go posiada.',
      ),
    },
    session_unbound: {
      title: draft('Wymagana sesja powiązana z kluczem'),
      detail: draft(
        'Potrzebny jest token sesji powiązany z kluczem lub certyfikatem klienta, a przesłany token nie jest tak powiązany.',
      ),
    },
    session_other_country: {
      title: draft('Sesja z innego kraju'),
      detail: draft('Token sesji wydano dla połączenia z innego kraju.'),
    },
    session_other_network: {
      title: draft('Sesja z innej sieci'),
      detail: draft('Token sesji wydano dla połączenia przez sieć innego rodzaju.'),
    },
    session_other_client: {
      title: draft('Sesja innego klienta'),
      detail: draft('Token sesji jest powiązany z innym klientem.'),
    },
    session_cross_site: {
      title: draft('Żądanie spoza tej witryny'),
      detail: draft(
        'Może to zrobić tylko strona tej usługi, a z żądania nie wynika, że pochodzi z takiej strony.',
      ),
    },
  },
  steps: {
    contact: draft(
      'Jeśli wygląda to na pomyłkę, proszę skontaktować się z pomocą techniczną i podać kod referencyjny.',
    ),
    vpn_off: draft('Proszę wyłączyć VPN lub proxy i spróbować ponownie.'),
    work_network: draft(
      'W pracy lub szkole możemy widzieć tamtejszą bramę sieciową: proszę spróbować z innej sieci albo zapytać dział IT.',
    ),
    identify_server: draft(
      'Jeśli z tą usługą łączy się własny serwer, proszę przesłać z żądaniem jego klucz API albo poprosić pomoc techniczną o zidentyfikowanie jego sieci.',
    ),
    without_tor: draft('Proszę otworzyć tę usługę bez sieci Tor i spróbować ponownie.'),
    relay_off: draft('Proszę wyłączyć przekazywanie prywatne dla tej witryny i spróbować ponownie.'),
    connect_directly: draft('Proszę połączyć się bezpośrednio i spróbować ponownie.'),
    other_network: draft('Proszę spróbować ponownie z innej sieci.'),
    use_wifi: draft('Proszę użyć lokalnej sieci Wi-Fi zamiast danych komórkowych i spróbować ponownie.'),
    home_connection: draft('Proszę spróbować ponownie przez domowe lub komórkowe połączenie z internetem.'),
    tell_city: draft(
      'Jeśli nic się nie zmieni, proszę podać pomocy technicznej kod referencyjny, miejscowość i dostawcę internetu.',
    ),
    try_later: draft('Proszę spróbować ponownie później.'),
    wait_a_minute: draft('Proszę odczekać minutę i spróbować ponownie.'),
    new_session: draft('Proszę zażądać nowej sesji i spróbować ponownie.'),
    fresh_proof: draft(
      'Proszę wysłać nowy dowód w Cordon-DPoP, z wartością nonce z Cordon-DPoP-Nonce, jeśli ją podano.',
    ),
    bound_session: draft(
      'Proszę zażądać sesji z dowodem w Cordon-DPoP i z każdym żądaniem wysyłać nowy dowód.',
    ),
    open_service: draft(
      'Proszę otworzyć samą usługę i spróbować ponownie. Programy przedstawiają swój token w Cordon-Session.',
    ),
    replace_key: draft('Proszę utworzyć nowy klucz, usunąć dotychczasowy i nikomu nie udostępniać nowego.'),
    own_key: draft('Proszę używać własnego klucza i nikomu go nie przekazywać.'),
    check_account: draft('Proszę sprawdzić kartę, numer telefonu i adres na koncie.'),
    plain_path: draft(
      'Proszę wysłać ścieżkę bez podwójnych ukośników, segmentów z kropek, ukośników wstecznych, średników i zbędnego kodowania znaków.',
    ),
    documented_host: draft('Proszę użyć nazwy hosta z dokumentacji.'),
    documented_method: draft('Proszę użyć jednej z metod opisanych w dokumentacji.'),
    without_content: draft('Proszę wysłać żądanie bez treści albo z inną metodą.'),
    members_once: draft('Proszę wysłać każde pole tylko raz, w kodowaniu UTF-8.'),
  },
  labels: {
    reference: draft('Kod referencyjny'),
    support: draft('Kontakt z pomocą techniczną'),
    unreviewed: draft(
      'Tego tłumaczenia nie sprawdził jeszcze żaden człowiek. Rozstrzygający jest tekst angielski.',
    ),
    next_steps: draft('Co można zrobić'),
    what_we_saw: draft('Co zobaczyliśmy'),
    reason: draft('Powód'),
    legal_basis: draft('Podstawa prawna'),
    appeal: draft('Zgłoś, że to pomyłka'),
    place: draft('Miejsce'),
    network: draft('Rodzaj sieci'),
    operator: draft('Operator sieci'),
    address: draft('Adres'),
    tls: draft('Szyfrowanie'),
    latency: draft('Opóźnienie'),
    time_zone: draft('Strefa czasowa'),
    session: draft('Sesja'),
    unknown: draft('brak danych'),
    none: draft('brak'),
    whoami_title: draft('Jak ta usługa widzi to połączenie'),
    whoami_intro: draft('Oto, co połączenie mówi o sobie i jaka decyzja zapadłaby teraz w jego sprawie.'),
    verdict_for: draft('Decyzja dla'),
    verdict_allow: draft('dozwolone'),
    verdict_limit: draft('dozwolone z ograniczeniami'),
    verdict_challenge: draft('potrzebne dodatkowe potwierdzenie'),
    verdict_deny: draft('odmowa'),
    not_enforced: draft('Ta decyzja nie jest obecnie egzekwowana: żądanie zostałoby przepuszczone.'),
    content_decides: draft('O decyzji rozstrzyga także treść żądania, a tej tutaj nie sprawdzono.'),
    valid_until: draft('obowiązuje do'),
    appeal_title: draft('Zgłoś, że ta odmowa to pomyłka'),
    appeal_intro: draft('Wiadomość przeczyta człowiek. Nic nie zmieni się automatycznie.'),
    appeal_message: draft('Co się stało? Skąd i w jaki sposób nawiązano połączenie?'),
    appeal_contact: draft('Jak możemy się skontaktować? (opcjonalnie)'),
    appeal_privacy: draft('Wiadomość przechowujemy najwyżej 30 dni.'),
    appeal_send: draft('Wyślij'),
    appeal_received_title: draft('Dziękujemy'),
    appeal_received: draft(
      'Wiadomość dotarła. Proszę zachować kod referencyjny na wypadek kontaktu z pomocą techniczną.',
    ),
    appeal_not_taken_title: draft('Wiadomość nie została przyjęta'),
    appeal_not_taken: draft(
      'Brakuje kodu referencyjnego, jest on błędny albo jest teraz zbyt wiele wiadomości. Proszę skontaktować się z pomocą techniczną.',
    ),
  },
  classes: {
    residential: draft('domowa'),
    mobile: draft('komórkowa'),
    satellite: draft('satelitarna'),
    business: draft('firmowa'),
    education: draft('szkolna lub uczelniana'),
    hosting: draft('centrum danych lub chmura'),
    vpn: draft('VPN'),
    proxy: draft('proxy'),
    tor: draft('Tor'),
    privacy_relay: draft('przekazywanie prywatne'),
    corporate_gateway: draft('firmowa brama sieciowa'),
    edge_worker: draft('program w sieci dostarczania treści'),
    crawler: draft('robot indeksujący'),
    operator_allowed: draft('dozwolona przez tę usługę'),
    unknown: draft('nieznana'),
  },
}
