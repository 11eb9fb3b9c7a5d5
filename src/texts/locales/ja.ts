import { draft, type Locale } from '../locale.ts'

export const ja: Locale = {
  stories: {
    request_path: {
      title: draft('リクエストのアドレスが曖昧です'),
      detail: draft('パスが複数の意味に解釈できるか、長すぎるため、転送されませんでした。'),
    },
    request_host: {
      title: draft('不明なホスト'),
      detail: draft('このリクエストが指定するホストには、ここでは対応していません。'),
    },
    request_method: {
      title: draft('対応していないメソッド'),
      detail: draft('このリクエストのメソッドは転送されません。'),
    },
    request_body: {
      title: draft('予期しないコンテンツ'),
      detail: draft(
        'このメソッドのリクエストにはコンテンツがないはずですが、このリクエストには含まれていました。',
      ),
    },
    request_ambiguous: {
      title: draft('曖昧なコンテンツ'),
      detail: draft('このリクエストのコンテンツは複数の意味に解釈できるため、転送されませんでした。'),
    },
    too_many_requests: {
      title: draft('リクエストが多すぎます'),
      detail: draft('短時間のリクエスト回数が多すぎました。'),
    },
    service_fault: {
      title: draft('サービスを利用できません'),
      detail: draft('これは当方の障害であり、お客様の問題ではありません。現在、リクエストを確認できません。'),
    },
    origin_unreachable: {
      title: draft('サービスを利用できません'),
      detail: draft('これは当方の障害であり、お客様の問題ではありません。サービスに接続できませんでした。'),
    },
    origin_invalid: {
      title: draft('不正な応答'),
      detail: draft(
        'これは当方の障害であり、お客様の問題ではありません。サービスから、転送できない応答が返されました。',
      ),
    },
    origin_slow: {
      title: draft('時間内に応答がありませんでした'),
      detail: draft(
        'これは当方の障害であり、お客様の問題ではありません。サービスが時間内に応答しませんでした。',
      ),
    },
    place_restricted: {
      title: draft('お客様の地域では利用できません'),
      detail: draft('お客様の接続元の場所からは、このサービスの利用が認められていません。'),
    },
    place_not_allowed: {
      title: draft('お客様の地域では利用できません'),
      detail: draft(
        'このサービスの利用は特定の場所からのみ認められており、お客様の接続元はそれ以外の場所です。',
      ),
    },
    place_mobile: {
      title: draft('このモバイルネットワークからは利用できません'),
      detail: draft(
        'お客様のモバイルデータ通信は、このサービスの利用が認められていない場所から当方に届いています。その場所の通信事業者のSIMカードをお使いの場合は、どこにいらしてもこのようになります。',
      ),
    },
    place_unknown: {
      title: draft('地域を特定できませんでした'),
      detail: draft(
        'このサービスを利用できるかどうかは地域によって決まりますが、お客様の接続元の地域がわかりません。',
      ),
    },
    place_ambiguous: {
      title: draft('地域を十分に絞り込めませんでした'),
      detail: draft(
        'お客様の接続元の国または地域には、このサービスの利用が認められていない部分があり、接続元がどの部分にあるのかがわかりません。',
      ),
    },
    place_unproven: {
      title: draft('現在地を十分に確認できませんでした'),
      detail: draft('サービスのこの部分では、接続元の場所をより確実に把握する必要があります。'),
    },
    place_impossible: {
      title: draft('地域を確認できませんでした'),
      detail: draft('お客様の接続についてわかっている情報が、互いに矛盾しています。'),
    },
    place_not_served: {
      title: draft('お客様の地域では提供していません'),
      detail: draft(
        'このサービスはデータを地域ごとに分けて保管しており、お客様の地域に対応する保管場所がありません。',
      ),
    },
    hosting_person: {
      title: draft('接続元がホスティング事業者のネットワークです'),
      detail: draft(
        'このIPアドレスは、データセンターまたはクラウドのものです。個人の場合、通常はVPNか、職場のゲートウェイを経由していることを意味します。',
      ),
    },
    hosting_program: {
      title: draft('この接続はホスティング事業者のネットワークからのものです'),
      detail: draft(
        'このIPアドレスはデータセンターまたはクラウドのもので、誰のサーバーなのかを示す情報がありません。',
      ),
    },
    vpn: {
      title: draft('VPNを経由して接続しています'),
      detail: draft('このIPアドレスはVPNサービスのものであるため、お客様の所在地を判断できません。'),
    },
    proxy: {
      title: draft('プロキシを経由して接続しています'),
      detail: draft('このIPアドレスはプロキシサービスのものであるため、お客様の所在地を判断できません。'),
    },
    tor: {
      title: draft('Torを経由して接続しています'),
      detail: draft('Torによる接続の発信元は判断できません。'),
    },
    privacy_relay: {
      title: draft('プライベートリレーを経由して接続しています'),
      detail: draft('サービスのこの部分は、プライベートリレー経由では利用できません。'),
    },
    edge_worker: {
      title: draft('この接続は、誰かがエッジで動かしているプログラムを経由しています'),
      detail: draft(
        'このリクエストはコンテンツ配信ネットワーク上のプログラムによって中継されたため、送信者を判断できません。',
      ),
    },
    network_unknown: {
      title: draft('接続を識別できませんでした'),
      detail: draft('お客様の接続が経由しているネットワークについて、わかっている情報が少なすぎます。'),
    },
    policy_denied: {
      title: draft('許可されていません'),
      detail: draft('このサービスのルールでは、このリクエストは許可されていません。'),
    },
    key_shared: {
      title: draft('このAPIキーは共有されているようです'),
      detail: draft(
        'このキーは、一人の保有者が使う場合に考えられるよりも多くの人に、または多くの場所から使用されています。',
      ),
    },
    key_travel: {
      title: draft('このAPIキーは互いに離れすぎた場所で使用されています'),
      detail: draft('このキーは、その時間内には誰も移動できないほど離れた複数の場所で使用されました。'),
    },
    key_cluster: {
      title: draft('このAPIキーは他の多くのキーと一緒に使用されています'),
      detail: draft('このキーは、他のアカウントの多くのキーと同じ場所から使用されています。'),
    },
    key_surge: {
      title: draft('このAPIキーの使用が急に増えています'),
      detail: draft('このキーの使われ方が、これまでの使われ方と合いません。'),
    },
    key_exposed: {
      title: draft('このAPIキーは他人に知られています'),
      detail: draft('このキーは他人が読み取れる場所で見つかったため、受け付けられなくなりました。'),
    },
    account_card: {
      title: draft('お支払いカードがお客様の地域と一致しません'),
      detail: draft('このアカウントのカードは、お客様の接続元とは別の国または地域で発行されたものです。'),
    },
    account_phone: {
      title: draft('電話番号がお客様の地域と一致しません'),
      detail: draft('このアカウントの電話番号は、お客様の接続元とは別の国または地域のものです。'),
    },
    account_ownership: {
      title: draft('このアカウントには、このサービスの利用が認められていません'),
      detail: draft('このアカウントの所有者についてわかっている情報により、利用が認められません。'),
    },
    account_conflict: {
      title: draft('アカウントがお客様の地域と一致しません'),
      detail: draft('このアカウントについてわかっている情報が、お客様の接続元と一致しません。'),
    },
    session_required: {
      title: draft('セッションが必要です'),
      detail: draft('この操作にはセッショントークンが必要ですが、リクエストに含まれていません。'),
    },
    session_expired: {
      title: draft('セッションの有効期限が切れています'),
      detail: draft('セッショントークンの有効期限が過ぎています。'),
    },
    session_ended: {
      title: draft('セッションは終了しました'),
      detail: draft('このセッションは、ここで終了されたか、サービスによって終了されました。'),
    },
    session_invalid: {
      title: draft('セッションが無効です'),
      detail: draft('このセッショントークンは、このサービスのものではありません。'),
    },
    session_proof: {
      title: draft('所持の証明が必要です'),
      detail: draft(
        'セッショントークンは鍵または証明書に紐付けられていますが、このリクエストは送信者がそれを所持していることを証明していません。',
      ),
    },
    session_unbound: {
      title: draft('鍵に紐付けられたセッションが必要です'),
      detail: draft(
        'この操作には、クライアントの鍵または証明書に紐付けられたセッショントークンが必要ですが、送信されたトークンは紐付けられていません。',
      ),
    },
    session_other_country: {
      title: draft('別の国または地域からのセッション'),
      detail: draft('このセッショントークンは、別の国または地域からの接続に対して発行されたものです。'),
    },
    session_other_network: {
      title: draft('別のネットワークからのセッション'),
      detail: draft(
        'このセッショントークンは、別の種類のネットワークを経由した接続に対して発行されたものです。',
      ),
    },
    session_other_client: {
      title: draft('別のクライアントのセッション'),
      detail: draft('このセッショントークンは、別のクライアントに紐付けられています。'),
    },
    session_cross_site: {
      title: draft('このサイトからのリクエストではありません'),
      detail: draft(
        'この操作はこのサービスのページからのみ行えますが、このリクエストはそのようなページからのものであることを示していません。',
      ),
    },
  },
  steps: {
    contact: draft('間違いだと思われる場合は、サポートに連絡し、お問い合わせ番号をお伝えください。'),
    vpn_off: draft('VPNやプロキシをオフにして、もう一度お試しください。'),
    work_network: draft(
      '職場や学校では、そのゲートウェイがこちらに見えている可能性があります。別のネットワークで試すか、IT部門にお問い合わせください。',
    ),
    identify_server: draft(
      'お客様のサーバーからこのサービスを呼び出している場合は、リクエストにそのサーバーのAPIキーを付けるか、そのネットワークの識別をサポートに依頼してください。',
    ),
    without_tor: draft('Torを使わずにこのサービスを開き、もう一度お試しください。'),
    relay_off: draft('このサイトに対するプライベートリレーをオフにして、もう一度お試しください。'),
    connect_directly: draft('直接接続して、もう一度お試しください。'),
    other_network: draft('別のネットワークからもう一度お試しください。'),
    use_wifi: draft('モバイルデータ通信の代わりに現地のWi-Fiを使って、もう一度お試しください。'),
    home_connection: draft('自宅の回線またはモバイル回線からもう一度お試しください。'),
    tell_city: draft(
      'この状態が続く場合は、お問い合わせ番号、現在いる都市、ご利用のインターネットプロバイダーをサポートにお伝えください。',
    ),
    try_later: draft('しばらくしてからもう一度お試しください。'),
    wait_a_minute: draft('1分ほど待ってから、もう一度お試しください。'),
    new_session: draft('新しいセッションを要求して、もう一度お試しください。'),
    fresh_proof: draft(
      'Cordon-DPoPで新しい証明を送信してください。Cordon-DPoP-Nonceがある場合は、そのnonceを使用してください。',
    ),
    bound_session: draft(
      'Cordon-DPoPに証明を付けてセッションを要求し、リクエストごとに新しい証明を送信してください。',
    ),
    open_service: draft(
      'このサービス自体を開いて、もう一度お試しください。プログラムの場合は、Cordon-Sessionでトークンを提示してください。',
    ),
    replace_key: draft(
      '新しいキーを作成して、これまでのキーを削除し、新しいキーは他人に知らせないでください。',
    ),
    own_key: draft('ご自身のキーを使用し、誰にも渡さないでください。'),
    check_account: draft('アカウントに登録されているカード、電話番号、住所をご確認ください。'),
    plain_path: draft(
      '連続したスラッシュ、ドットセグメント、バックスラッシュ、セミコロン、不要なエスケープを含まないパスを送信してください。',
    ),
    documented_host: draft('ドキュメントに記載されているホスト名を使用してください。'),
    documented_method: draft('ドキュメントに記載されているメソッドを使用してください。'),
    without_content: draft('コンテンツなしでリクエストを送信するか、別のメソッドを使用してください。'),
    members_once: draft('各フィールドは1回だけ、UTF-8で送信してください。'),
  },
  labels: {
    reference: draft('お問い合わせ番号'),
    support: draft('サポートに連絡する'),
    unreviewed: draft('この翻訳は、まだ人による確認を受けていません。英語の文面が優先されます。'),
    next_steps: draft('お客様ができること'),
    what_we_saw: draft('こちらから見えた情報'),
    reason: draft('理由'),
    legal_basis: draft('法的根拠'),
    appeal: draft('間違いであることを知らせる'),
    place: draft('場所'),
    network: draft('ネットワークの種類'),
    operator: draft('ネットワーク事業者'),
    address: draft('IPアドレス'),
    tls: draft('暗号化'),
    latency: draft('遅延'),
    time_zone: draft('タイムゾーン'),
    session: draft('セッション'),
    unknown: draft('不明'),
    none: draft('なし'),
    whoami_title: draft('このサービスから見たお客様の接続'),
    whoami_intro: draft('お客様の接続自体からわかることと、それについて現時点で下される判定です。'),
    verdict_for: draft('次のパスに対する判定：'),
    verdict_allow: draft('許可'),
    verdict_limit: draft('制限付きで許可'),
    verdict_challenge: draft('追加の証明が必要'),
    verdict_deny: draft('拒否'),
    not_enforced: draft('現在、この判定は適用されていません。リクエストは通過します。'),
    content_decides: draft('リクエストのコンテンツも判定に影響しますが、ここでは確認されていません。'),
    valid_until: draft('有効期限：'),
    appeal_title: draft('この拒否が間違いであることを知らせる'),
    appeal_intro: draft('担当者が確認します。自動的に結果が変わることはありません。'),
    appeal_message: draft('何が起こりましたか。どこから、どのように接続していますか。'),
    appeal_contact: draft('ご連絡先（任意）'),
    appeal_privacy: draft('メッセージの保存期間は最長30日です。'),
    appeal_send: draft('送信'),
    appeal_received_title: draft('ありがとうございます'),
    appeal_received: draft(
      'メッセージを受け取りました。サポートに連絡する場合に備えて、お問い合わせ番号を控えておいてください。',
    ),
    appeal_not_taken_title: draft('メッセージは受け付けられませんでした'),
    appeal_not_taken: draft(
      'お問い合わせ番号がないか間違っている、または現在メッセージが多すぎます。サポートにご連絡ください。',
    ),
  },
  classes: {
    residential: draft('家庭'),
    mobile: draft('モバイル'),
    satellite: draft('衛星'),
    business: draft('企業'),
    education: draft('学校または大学'),
    hosting: draft('データセンターまたはクラウド'),
    vpn: draft('VPN'),
    proxy: draft('プロキシ'),
    tor: draft('Tor'),
    privacy_relay: draft('プライベートリレー'),
    corporate_gateway: draft('企業のゲートウェイ'),
    edge_worker: draft('エッジ上のプログラム'),
    crawler: draft('クローラー'),
    operator_allowed: draft('このサービスで許可済み'),
    unknown: draft('不明'),
  },
}
