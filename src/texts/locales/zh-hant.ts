import { draft, type Locale } from '../locale.ts'

export const zhHant: Locale = {
  stories: {
    request_path: {
      title: draft('請求的網址有歧義'),
      detail: draft('此路徑可能有不只一種解讀方式，或是過長，因此未予轉送。'),
    },
    request_host: {
      title: draft('不明的主機'),
      detail: draft('這裡不為此請求所指定的主機提供服務。'),
    },
    request_method: {
      title: draft('不支援此方法'),
      detail: draft('此請求的方法不會轉送。'),
    },
    request_body: {
      title: draft('非預期的內容'),
      detail: draft('使用此方法的請求不應帶有內容，而此請求帶有內容。'),
    },
    request_ambiguous: {
      title: draft('內容有歧義'),
      detail: draft('此請求的內容可能有不只一種解讀方式，因此未予轉送。'),
    },
    too_many_requests: {
      title: draft('請求過多'),
      detail: draft('短時間內的請求過於頻繁。'),
    },
    service_fault: {
      title: draft('服務無法使用'),
      detail: draft('這是我們這邊的故障，不是您的問題。目前無法檢查請求。'),
    },
    origin_unreachable: {
      title: draft('服務無法使用'),
      detail: draft('這是我們這邊的故障，不是您的問題。無法連線至該服務。'),
    },
    origin_invalid: {
      title: draft('回應有誤'),
      detail: draft('這是我們這邊的故障，不是您的問題。該服務傳回了無法轉交的回應。'),
    },
    origin_slow: {
      title: draft('未及時收到回應'),
      detail: draft('這是我們這邊的故障，不是您的問題。該服務未及時回應。'),
    },
    place_restricted: {
      title: draft('您所在的地區無法使用'),
      detail: draft('您的連線來自不允許使用本服務的地方。'),
    },
    place_not_allowed: {
      title: draft('您所在的地區無法使用'),
      detail: draft('本服務只允許在某些地方使用，而您的連線並非來自這些地方。'),
    },
    place_mobile: {
      title: draft('無法透過此行動網路使用'),
      detail: draft(
        '您的行動數據傳到我們這裡時，來自一個不允許使用本服務的地方。如果使用的是該地電信業者的 SIM 卡，無論您身在何處都會如此。',
      ),
    },
    place_unknown: {
      title: draft('無法判定您所在的地區'),
      detail: draft('本服務能否使用取決於地區，而目前無法得知您的連線來自哪個地區。'),
    },
    place_ambiguous: {
      title: draft('無法足夠準確地判定您所在的地區'),
      detail: draft(
        '您的連線所在的國家或地區，有一部分不允許使用本服務，而目前無法得知您的連線來自該國家或地區的哪一部分。',
      ),
    },
    place_unproven: {
      title: draft('無法充分確認您的位置'),
      detail: draft('本服務的這個部分需要更確切地知道連線來自何處。'),
    },
    place_impossible: {
      title: draft('無法確認您所在的地區'),
      detail: draft('關於您的連線，已知的資訊互相矛盾。'),
    },
    place_not_served: {
      title: draft('未在您所在的地區提供服務'),
      detail: draft('本服務將各地區的資料分開存放，而您所在的地區沒有對應的存放地點。'),
    },
    hosting_person: {
      title: draft('您的連線來自主機代管網路'),
      detail: draft(
        '此 IP 位址屬於資料中心或雲端服務。對個人而言，這通常表示使用了 VPN，或是經過工作場所的閘道。',
      ),
    },
    hosting_program: {
      title: draft('此連線來自主機代管網路'),
      detail: draft('此 IP 位址屬於資料中心或雲端服務，而且沒有任何資訊顯示這是誰的伺服器。'),
    },
    vpn: {
      title: draft('您的連線經過 VPN'),
      detail: draft('此 IP 位址屬於某個 VPN 服務，因此無法判斷您身在何處。'),
    },
    proxy: {
      title: draft('您的連線經過代理伺服器'),
      detail: draft('此 IP 位址屬於某個代理伺服器服務，因此無法判斷您身在何處。'),
    },
    tor: {
      title: draft('您的連線經過 Tor'),
      detail: draft('無法判斷 Tor 連線的起點。'),
    },
    privacy_relay: {
      title: draft('您的連線經過私密轉送服務'),
      detail: draft('本服務的這個部分無法透過私密轉送服務使用。'),
    },
    edge_worker: {
      title: draft('此連線經過某人部署的邊緣程式'),
      detail: draft('此請求由內容傳遞網路上的程式轉送，因此無法判斷是誰傳送的。'),
    },
    network_unknown: {
      title: draft('無法辨識您的連線'),
      detail: draft('關於您的連線所經過的網路，已知的資訊太少。'),
    },
    policy_denied: {
      title: draft('不允許'),
      detail: draft('本服務的規則不允許此請求。'),
    },
    key_shared: {
      title: draft('此 API 金鑰似乎由多人共用'),
      detail: draft('使用此金鑰的人數或地點之多，超出單一持有者使用時的情形。'),
    },
    key_travel: {
      title: draft('此 API 金鑰的使用地點相距過遠'),
      detail: draft('此金鑰曾在不同地點使用，而沒有人能在這段時間內從一地到達另一地。'),
    },
    key_cluster: {
      title: draft('此 API 金鑰與許多其他金鑰一起使用'),
      detail: draft('此金鑰與其他帳戶的許多金鑰在同一地點使用。'),
    },
    key_surge: {
      title: draft('此 API 金鑰的使用突然增加'),
      detail: draft('此金鑰目前的使用方式與以往不符。'),
    },
    key_exposed: {
      title: draft('此 API 金鑰已為他人所知'),
      detail: draft('此金鑰已在他人可讀取的地方被發現，因此不再接受。'),
    },
    account_card: {
      title: draft('付款卡片與您所在的地區不符'),
      detail: draft('此帳戶的付款卡片，其發卡國家或地區與您的連線所來自的國家或地區不同。'),
    },
    account_phone: {
      title: draft('電話號碼與您所在的地區不符'),
      detail: draft('此帳戶的電話號碼所屬的國家或地區，與您的連線所來自的國家或地區不同。'),
    },
    account_ownership: {
      title: draft('此帳戶不得使用本服務'),
      detail: draft('根據關於此帳戶擁有者的已知資訊，不允許此帳戶使用本服務。'),
    },
    account_conflict: {
      title: draft('帳戶與您所在的地區不符'),
      detail: draft('關於此帳戶的已知資訊，與您的連線來源不一致。'),
    },
    session_required: {
      title: draft('需要工作階段'),
      detail: draft('此操作需要工作階段權杖，而此請求並未附上。'),
    },
    session_expired: {
      title: draft('工作階段已過期'),
      detail: draft('工作階段權杖已超過有效期限。'),
    },
    session_ended: {
      title: draft('工作階段已結束'),
      detail: draft('此工作階段已在這裡結束，或已由服務端結束。'),
    },
    session_invalid: {
      title: draft('工作階段無效'),
      detail: draft('此工作階段權杖不是本服務的權杖。'),
    },
    session_proof: {
      title: draft('需要持有證明'),
      detail: draft('工作階段權杖與金鑰或憑證綁定，而此請求並未證明其傳送者持有該金鑰或憑證。'),
    },
    session_unbound: {
      title: draft('需要與金鑰綁定的工作階段'),
      detail: draft('此操作需要與用戶端的金鑰或憑證綁定的工作階段權杖，而所傳送的權杖並未綁定。'),
    },
    session_other_country: {
      title: draft('工作階段來自其他國家或地區'),
      detail: draft('此工作階段權杖核發時，連線來自其他國家或地區。'),
    },
    session_other_network: {
      title: draft('工作階段來自其他網路'),
      detail: draft('此工作階段權杖核發時，連線經過的是另一類網路。'),
    },
    session_other_client: {
      title: draft('工作階段屬於其他用戶端'),
      detail: draft('此工作階段權杖與另一個用戶端綁定。'),
    },
    session_cross_site: {
      title: draft('並非來自本網站'),
      detail: draft('此操作只能由本服務的頁面進行，而此請求並未表明它來自這樣的頁面。'),
    },
  },
  steps: {
    contact: draft('如果您認為判斷有誤，請聯絡客服並提供參考編號。'),
    vpn_off: draft('請關閉所有 VPN 或代理伺服器，然後再試一次。'),
    work_network: draft('在工作場所或學校，我們看到的可能是那裡的閘道：請改用其他網路，或洽詢您的 IT 部門。'),
    identify_server: draft(
      '如果是您的伺服器在呼叫本服務，請在請求中附上其 API 金鑰，或請客服為其網路登記身分。',
    ),
    without_tor: draft('請在不使用 Tor 的情況下開啟本服務，再試一次。'),
    relay_off: draft('請為本網站關閉私密轉送服務，然後再試一次。'),
    connect_directly: draft('請直接連線，然後再試一次。'),
    other_network: draft('請改用其他網路再試一次。'),
    use_wifi: draft('請改用您所在地的 Wi-Fi，不要使用行動數據，然後再試一次。'),
    home_connection: draft('請改用家用網路或行動網路再試一次。'),
    tell_city: draft('如果情況一直如此，請將參考編號、您所在的城市和您的網路服務供應商告知客服。'),
    try_later: draft('請稍後再試。'),
    wait_a_minute: draft('請等候一分鐘後再試一次。'),
    new_session: draft('請要求新的工作階段，然後再試一次。'),
    fresh_proof: draft('請在 Cordon-DPoP 中傳送新的證明；如果有 Cordon-DPoP-Nonce，請使用其中的 nonce。'),
    bound_session: draft('請在 Cordon-DPoP 中附上證明來要求工作階段，並隨每個請求傳送新的證明。'),
    open_service: draft('請開啟本服務的頁面，然後再試一次。程式請透過 Cordon-Session 提交權杖。'),
    replace_key: draft('請建立新的金鑰，刪除舊的金鑰，並且不要讓他人知道新的金鑰。'),
    own_key: draft('請使用您自己的金鑰，不要交給任何人。'),
    check_account: draft('請檢查您帳戶中的卡片、電話號碼和地址。'),
    plain_path: draft('請傳送不含連續斜線、點區段、反斜線、分號或多餘跳脫字元的路徑。'),
    documented_host: draft('請使用文件中的主機名稱。'),
    documented_method: draft('請使用文件中列出的方法。'),
    without_content: draft('請傳送不帶內容的請求，或改用其他方法。'),
    members_once: draft('每個欄位請只傳送一次，並使用 UTF-8 編碼。'),
  },
  labels: {
    reference: draft('參考編號'),
    support: draft('聯絡客服'),
    unreviewed: draft('此譯文尚未經人工審閱，請以英文版本為準。'),
    next_steps: draft('您可以怎麼做'),
    what_we_saw: draft('我們看到的資訊'),
    reason: draft('原因'),
    legal_basis: draft('法律依據'),
    appeal: draft('告訴我們這是誤判'),
    place: draft('地點'),
    network: draft('網路類型'),
    operator: draft('網路業者'),
    address: draft('IP 位址'),
    tls: draft('加密'),
    latency: draft('延遲'),
    time_zone: draft('時區'),
    session: draft('工作階段'),
    unknown: draft('不明'),
    none: draft('無'),
    whoami_title: draft('本服務看到的有關您連線的資訊'),
    whoami_intro: draft('以下是您的連線本身透露的資訊，以及現在會對它做出的判定。'),
    verdict_for: draft('對以下路徑的判定：'),
    verdict_allow: draft('允許'),
    verdict_limit: draft('允許，但有限制'),
    verdict_challenge: draft('需要更多證明'),
    verdict_deny: draft('拒絕'),
    not_enforced: draft('目前並未強制執行此判定：該請求會獲准通過。'),
    content_decides: draft('請求的內容也會影響判定，而此處並未檢查內容。'),
    valid_until: draft('有效至'),
    appeal_title: draft('告訴我們這次拒絕是誤判'),
    appeal_intro: draft('會有專人查看。結果不會自動改變。'),
    appeal_message: draft('發生了什麼事？您在哪裡，透過什麼方式連線？'),
    appeal_contact: draft('我們如何與您聯絡？（選填）'),
    appeal_privacy: draft('您的訊息最多保留 30 天。'),
    appeal_send: draft('送出'),
    appeal_received_title: draft('謝謝您'),
    appeal_received: draft('您的訊息已送達。請保留參考編號，以便聯絡客服時使用。'),
    appeal_not_taken_title: draft('訊息未被接收'),
    appeal_not_taken: draft('缺少參考編號或編號有誤，或是目前訊息過多。請聯絡客服。'),
  },
  classes: {
    residential: draft('家用'),
    mobile: draft('行動網路'),
    satellite: draft('衛星'),
    business: draft('企業'),
    education: draft('學校或大學'),
    hosting: draft('資料中心或雲端服務'),
    vpn: draft('VPN'),
    proxy: draft('代理伺服器'),
    tor: draft('Tor'),
    privacy_relay: draft('私密轉送服務'),
    corporate_gateway: draft('公司閘道'),
    edge_worker: draft('邊緣程式'),
    crawler: draft('網路爬蟲'),
    operator_allowed: draft('本服務已允許'),
    unknown: draft('不明'),
  },
}
