import { draft, type Locale } from '../locale.ts'

export const ko: Locale = {
  stories: {
    request_path: {
      title: draft('요청 주소가 모호합니다'),
      detail: draft('경로가 여러 가지로 해석될 수 있거나 너무 길어서 전달하지 않았습니다.'),
    },
    request_host: {
      title: draft('알 수 없는 호스트'),
      detail: draft('이 요청이 지정한 호스트는 여기에서 제공하지 않습니다.'),
    },
    request_method: {
      title: draft('지원하지 않는 메서드'),
      detail: draft('이 요청의 메서드는 전달되지 않습니다.'),
    },
    request_body: {
      title: draft('예상하지 못한 콘텐츠'),
      detail: draft('이 메서드의 요청에는 콘텐츠가 없어야 하지만, 이 요청에는 콘텐츠가 있었습니다.'),
    },
    request_ambiguous: {
      title: draft('모호한 콘텐츠'),
      detail: draft('이 요청의 콘텐츠가 여러 가지로 해석될 수 있어서 전달하지 않았습니다.'),
    },
    too_many_requests: {
      title: draft('요청이 너무 많습니다'),
      detail: draft('짧은 시간에 너무 자주 요청되었습니다.'),
    },
    service_fault: {
      title: draft('서비스를 이용할 수 없습니다'),
      detail: draft('이것은 저희 쪽의 장애이며 사용자의 잘못이 아닙니다. 현재 요청을 확인할 수 없습니다.'),
    },
    origin_unreachable: {
      title: draft('서비스를 이용할 수 없습니다'),
      detail: draft('이것은 저희 쪽의 장애이며 사용자의 잘못이 아닙니다. 서비스에 연결할 수 없었습니다.'),
    },
    origin_invalid: {
      title: draft('잘못된 응답'),
      detail: draft(
        '이것은 저희 쪽의 장애이며 사용자의 잘못이 아닙니다. 서비스가 전달할 수 없는 응답을 보냈습니다.',
      ),
    },
    origin_slow: {
      title: draft('제시간에 응답이 없었습니다'),
      detail: draft(
        '이것은 저희 쪽의 장애이며 사용자의 잘못이 아닙니다. 서비스가 제시간에 응답하지 않았습니다.',
      ),
    },
    place_restricted: {
      title: draft('현재 지역에서는 이용할 수 없습니다'),
      detail: draft('현재 접속하신 위치에서는 이 서비스의 이용이 허용되지 않습니다.'),
    },
    place_not_allowed: {
      title: draft('현재 지역에서는 이용할 수 없습니다'),
      detail: draft('이 서비스는 특정 위치에서만 이용이 허용되며, 현재 접속하신 곳은 그 밖의 위치입니다.'),
    },
    place_mobile: {
      title: draft('이 모바일 네트워크에서는 이용할 수 없습니다'),
      detail: draft(
        '모바일 데이터가 이 서비스의 이용이 허용되지 않는 곳에서 저희에게 들어오고 있습니다. 그곳 통신사의 SIM 카드를 사용하면 어디에 계시든 이렇게 됩니다.',
      ),
    },
    place_unknown: {
      title: draft('지역을 파악할 수 없습니다'),
      detail: draft('이 서비스의 이용 가능 여부는 지역에 따라 다른데, 현재 접속하신 지역을 알 수 없습니다.'),
    },
    place_ambiguous: {
      title: draft('지역을 충분히 정확하게 파악할 수 없습니다'),
      detail: draft(
        '접속하신 국가 또는 지역의 일부에서는 이 서비스의 이용이 허용되지 않는데, 그 국가 또는 지역의 어느 부분에서 접속하셨는지 알 수 없습니다.',
      ),
    },
    place_unproven: {
      title: draft('위치를 충분히 확인할 수 없습니다'),
      detail: draft('서비스의 이 부분을 이용하려면 접속 위치가 더 확실하게 확인되어야 합니다.'),
    },
    place_impossible: {
      title: draft('지역을 확인할 수 없습니다'),
      detail: draft('현재 연결에 대해 알려진 정보가 서로 맞지 않습니다.'),
    },
    place_not_served: {
      title: draft('현재 지역에는 제공되지 않습니다'),
      detail: draft(
        '이 서비스는 지역별로 데이터를 분리하여 보관하며, 현재 지역에 해당하는 보관 장소가 없습니다.',
      ),
    },
    hosting_person: {
      title: draft('호스팅 네트워크에서 접속하셨습니다'),
      detail: draft(
        '이 IP 주소는 데이터 센터 또는 클라우드에 속합니다. 개인의 경우 이는 보통 VPN이나 직장의 게이트웨이를 거친다는 뜻입니다.',
      ),
    },
    hosting_program: {
      title: draft('이 연결은 호스팅 네트워크에서 왔습니다'),
      detail: draft(
        '이 IP 주소는 데이터 센터 또는 클라우드에 속하며, 누구의 서버인지 알려 주는 정보가 없습니다.',
      ),
    },
    vpn: {
      title: draft('VPN을 통해 접속하셨습니다'),
      detail: draft('이 IP 주소는 VPN 서비스에 속하므로 어디에 계신지 알 수 없습니다.'),
    },
    proxy: {
      title: draft('프록시를 통해 접속하셨습니다'),
      detail: draft('이 IP 주소는 프록시 서비스에 속하므로 어디에 계신지 알 수 없습니다.'),
    },
    tor: {
      title: draft('Tor를 통해 접속하셨습니다'),
      detail: draft('Tor 연결이 어디에서 시작되었는지 알 수 없습니다.'),
    },
    privacy_relay: {
      title: draft('비공개 릴레이를 통해 접속하셨습니다'),
      detail: draft('서비스의 이 부분은 비공개 릴레이를 통해서는 이용할 수 없습니다.'),
    },
    edge_worker: {
      title: draft('이 연결은 누군가의 에지 프로그램을 거쳐 왔습니다'),
      detail: draft(
        '이 요청은 콘텐츠 전송 네트워크의 프로그램이 중계한 것이어서 누가 보냈는지 알 수 없습니다.',
      ),
    },
    network_unknown: {
      title: draft('연결을 식별할 수 없습니다'),
      detail: draft('접속에 사용하신 네트워크에 대해 알려진 정보가 너무 적습니다.'),
    },
    policy_denied: {
      title: draft('허용되지 않습니다'),
      detail: draft('이 서비스의 규칙에서는 이 요청을 허용하지 않습니다.'),
    },
    key_shared: {
      title: draft('이 API 키는 공유되고 있는 것으로 보입니다'),
      detail: draft(
        '한 명의 소유자가 사용할 때보다 더 많은 사람이, 또는 더 많은 위치에서 이 키를 사용하고 있습니다.',
      ),
    },
    key_travel: {
      title: draft('이 API 키는 서로 너무 먼 곳에서 사용되고 있습니다'),
      detail: draft('이 키가 사용된 위치들 사이를 그 시간 안에 이동할 수 있는 사람은 없습니다.'),
    },
    key_cluster: {
      title: draft('이 API 키는 다른 많은 키와 함께 사용되고 있습니다'),
      detail: draft('이 키는 다른 계정의 많은 키와 같은 위치에서 사용되고 있습니다.'),
    },
    key_surge: {
      title: draft('이 API 키의 사용이 갑자기 늘었습니다'),
      detail: draft('이 키의 사용 방식이 이전의 사용 방식과 맞지 않습니다.'),
    },
    key_exposed: {
      title: draft('이 API 키가 다른 사람에게 알려졌습니다'),
      detail: draft('이 키가 다른 사람이 읽을 수 있는 곳에서 발견되어 더 이상 허용되지 않습니다.'),
    },
    account_card: {
      title: draft('결제 카드가 현재 지역과 일치하지 않습니다'),
      detail: draft('이 계정의 카드는 현재 접속하신 곳과 다른 국가 또는 지역에서 발급되었습니다.'),
    },
    account_phone: {
      title: draft('전화번호가 현재 지역과 일치하지 않습니다'),
      detail: draft('이 계정의 전화번호는 현재 접속하신 곳과 다른 국가 또는 지역의 번호입니다.'),
    },
    account_ownership: {
      title: draft('이 계정은 이 서비스를 이용할 수 없습니다'),
      detail: draft('이 계정의 소유자에 대해 알려진 정보에 따라 이용이 허용되지 않습니다.'),
    },
    account_conflict: {
      title: draft('계정이 현재 지역과 일치하지 않습니다'),
      detail: draft('이 계정에 대해 알려진 정보가 현재 접속하신 위치와 일치하지 않습니다.'),
    },
    session_required: {
      title: draft('세션이 필요합니다'),
      detail: draft('이 작업에는 세션 토큰이 필요하지만, 요청에 토큰이 없습니다.'),
    },
    session_expired: {
      title: draft('세션이 만료되었습니다'),
      detail: draft('세션 토큰의 유효 기간이 지났습니다.'),
    },
    session_ended: {
      title: draft('세션이 종료되었습니다'),
      detail: draft('세션이 여기에서 또는 서비스에 의해 종료되었습니다.'),
    },
    session_invalid: {
      title: draft('세션이 유효하지 않습니다'),
      detail: draft('이 세션 토큰은 이 서비스의 것이 아닙니다.'),
    },
    session_proof: {
      title: draft('소유 증명이 필요합니다'),
      detail: draft(
        '세션 토큰은 키 또는 인증서에 바인딩되어 있는데, 이 요청은 보낸 쪽이 그것을 소유하고 있음을 증명하지 않습니다.',
      ),
    },
    session_unbound: {
      title: draft('키에 바인딩된 세션이 필요합니다'),
      detail: draft(
        '이 작업에는 클라이언트의 키 또는 인증서에 바인딩된 세션 토큰이 필요하지만, 보낸 토큰은 바인딩되어 있지 않습니다.',
      ),
    },
    session_other_country: {
      title: draft('다른 국가 또는 지역의 세션'),
      detail: draft('이 세션 토큰은 다른 국가 또는 지역에서 온 연결에 발급되었습니다.'),
    },
    session_other_network: {
      title: draft('다른 네트워크의 세션'),
      detail: draft('이 세션 토큰은 다른 종류의 네트워크를 통한 연결에 발급되었습니다.'),
    },
    session_other_client: {
      title: draft('다른 클라이언트의 세션'),
      detail: draft('이 세션 토큰은 다른 클라이언트에 바인딩되어 있습니다.'),
    },
    session_cross_site: {
      title: draft('이 사이트에서 온 요청이 아닙니다'),
      detail: draft(
        '이 작업은 이 서비스의 페이지에서만 할 수 있는데, 이 요청은 그런 페이지에서 왔음을 나타내지 않습니다.',
      ),
    },
  },
  steps: {
    contact: draft('착오라고 생각하시면 고객 지원에 문의하여 참조 번호를 알려 주세요.'),
    vpn_off: draft('VPN이나 프록시를 모두 끄고 다시 시도해 주세요.'),
    work_network: draft(
      '직장이나 학교에서는 그곳의 게이트웨이가 저희에게 보이고 있을 수 있습니다. 다른 네트워크로 시도하거나 IT 부서에 문의해 주세요.',
    ),
    identify_server: draft(
      '직접 운영하는 서버가 이 서비스를 호출하는 경우, 요청에 그 서버의 API 키를 포함하거나 그 네트워크를 식별해 달라고 고객 지원에 요청해 주세요.',
    ),
    without_tor: draft('Tor를 사용하지 않고 이 서비스를 열어 다시 시도해 주세요.'),
    relay_off: draft('이 사이트에 대해 비공개 릴레이를 끄고 다시 시도해 주세요.'),
    connect_directly: draft('직접 연결하여 다시 시도해 주세요.'),
    other_network: draft('다른 네트워크에서 다시 시도해 주세요.'),
    use_wifi: draft('모바일 데이터 대신 현지 Wi-Fi를 사용하여 다시 시도해 주세요.'),
    home_connection: draft('가정용 인터넷이나 모바일 연결로 다시 시도해 주세요.'),
    tell_city: draft(
      '이 상태가 계속되면 참조 번호, 현재 계신 도시, 인터넷 제공업체를 고객 지원에 알려 주세요.',
    ),
    try_later: draft('나중에 다시 시도해 주세요.'),
    wait_a_minute: draft('1분 정도 기다린 후 다시 시도해 주세요.'),
    new_session: draft('새 세션을 요청하고 다시 시도해 주세요.'),
    fresh_proof: draft(
      'Cordon-DPoP에 새 증명을 보내 주세요. Cordon-DPoP-Nonce가 있으면 그 nonce를 사용해 주세요.',
    ),
    bound_session: draft('Cordon-DPoP에 증명을 넣어 세션을 요청하고, 요청마다 새 증명을 보내 주세요.'),
    open_service: draft(
      '서비스 자체를 열고 다시 시도해 주세요. 프로그램은 Cordon-Session으로 토큰을 제시해야 합니다.',
    ),
    replace_key: draft('새 키를 만들고 기존 키를 삭제한 다음, 새 키는 다른 사람에게 알리지 마세요.'),
    own_key: draft('본인의 키를 사용하고 아무에게도 주지 마세요.'),
    check_account: draft('계정의 카드, 전화번호, 주소를 확인해 주세요.'),
    plain_path: draft(
      '중복된 슬래시, 점 세그먼트, 백슬래시, 세미콜론, 불필요한 이스케이프가 없는 경로를 보내 주세요.',
    ),
    documented_host: draft('문서에 있는 호스트 이름을 사용해 주세요.'),
    documented_method: draft('문서에 있는 메서드 중 하나를 사용해 주세요.'),
    without_content: draft('콘텐츠 없이 요청을 보내거나 다른 메서드를 사용해 주세요.'),
    members_once: draft('각 필드를 UTF-8로 한 번씩만 보내 주세요.'),
  },
  labels: {
    reference: draft('참조 번호'),
    support: draft('고객 지원에 문의'),
    unreviewed: draft('이 번역은 아직 사람의 검토를 거치지 않았습니다. 영어 원문이 우선합니다.'),
    next_steps: draft('할 수 있는 일'),
    what_we_saw: draft('저희에게 보인 정보'),
    reason: draft('사유'),
    legal_basis: draft('법적 근거'),
    appeal: draft('착오임을 알리기'),
    place: draft('위치'),
    network: draft('네트워크 종류'),
    operator: draft('네트워크 사업자'),
    address: draft('IP 주소'),
    tls: draft('암호화'),
    latency: draft('지연 시간'),
    time_zone: draft('시간대'),
    session: draft('세션'),
    unknown: draft('알 수 없음'),
    none: draft('없음'),
    whoami_title: draft('이 서비스에서 보이는 사용자의 연결'),
    whoami_intro: draft('연결이 스스로 알려 주는 정보와, 지금 그에 대해 내려질 판정입니다.'),
    verdict_for: draft('다음 경로에 대한 판정:'),
    verdict_allow: draft('허용'),
    verdict_limit: draft('제한적으로 허용'),
    verdict_challenge: draft('추가 증명 필요'),
    verdict_deny: draft('거부'),
    not_enforced: draft('지금은 이 판정이 적용되지 않습니다. 요청은 통과됩니다.'),
    content_decides: draft('요청의 콘텐츠도 판정에 영향을 주지만, 여기서는 확인하지 않았습니다.'),
    valid_until: draft('유효 기한:'),
    appeal_title: draft('이 거부가 착오임을 알리기'),
    appeal_intro: draft('담당자가 직접 확인합니다. 저절로 바뀌는 것은 없습니다.'),
    appeal_message: draft('무슨 일이 있었나요? 어디에 계시며, 어떻게 연결하고 계신가요?'),
    appeal_contact: draft('어떻게 연락드리면 될까요? (선택 사항)'),
    appeal_privacy: draft('메시지는 최대 30일 동안 보관됩니다.'),
    appeal_send: draft('보내기'),
    appeal_received_title: draft('감사합니다'),
    appeal_received: draft(
      '메시지가 도착했습니다. 고객 지원에 문의하실 때를 위해 참조 번호를 보관해 주세요.',
    ),
    appeal_not_taken_title: draft('메시지가 접수되지 않았습니다'),
    appeal_not_taken: draft(
      '참조 번호가 없거나 잘못되었거나, 현재 메시지가 너무 많습니다. 고객 지원에 문의해 주세요.',
    ),
  },
  classes: {
    residential: draft('가정'),
    mobile: draft('모바일'),
    satellite: draft('위성'),
    business: draft('기업'),
    education: draft('학교 또는 대학교'),
    hosting: draft('데이터 센터 또는 클라우드'),
    vpn: draft('VPN'),
    proxy: draft('프록시'),
    tor: draft('Tor'),
    privacy_relay: draft('비공개 릴레이'),
    corporate_gateway: draft('회사 게이트웨이'),
    edge_worker: draft('에지 프로그램'),
    crawler: draft('크롤러'),
    operator_allowed: draft('이 서비스에서 허용함'),
    unknown: draft('알 수 없음'),
  },
}
