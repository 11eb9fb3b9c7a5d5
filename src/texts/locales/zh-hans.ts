import { draft, type Locale } from '../locale.ts'

export const zhHans: Locale = {
  stories: {
    request_path: {
      title: draft('请求的地址存在歧义'),
      detail: draft('该路径可以有不止一种解读，或者过长，因此未被转发。'),
    },
    request_host: {
      title: draft('未知主机'),
      detail: draft('此处不为该请求所指定的主机提供服务。'),
    },
    request_method: {
      title: draft('不支持此方法'),
      detail: draft('该请求的方法不会被转发。'),
    },
    request_body: {
      title: draft('意外的内容'),
      detail: draft('使用此方法的请求不应带有内容，而该请求带有内容。'),
    },
    request_ambiguous: {
      title: draft('内容存在歧义'),
      detail: draft('该请求的内容可以有不止一种解读，因此未被转发。'),
    },
    too_many_requests: {
      title: draft('请求过多'),
      detail: draft('短时间内请求过于频繁。'),
    },
    service_fault: {
      title: draft('服务不可用'),
      detail: draft('这是我们这边的故障，不是您的问题。目前无法检查请求。'),
    },
    origin_unreachable: {
      title: draft('服务不可用'),
      detail: draft('这是我们这边的故障，不是您的问题。无法连接到该服务。'),
    },
    origin_invalid: {
      title: draft('响应有误'),
      detail: draft('这是我们这边的故障，不是您的问题。该服务返回了无法转交的响应。'),
    },
    origin_slow: {
      title: draft('未及时收到响应'),
      detail: draft('这是我们这边的故障，不是您的问题。该服务未及时响应。'),
    },
    place_restricted: {
      title: draft('在您所在的地区不可用'),
      detail: draft('您的连接来自不允许使用本服务的地方。'),
    },
    place_not_allowed: {
      title: draft('在您所在的地区不可用'),
      detail: draft('本服务只允许在某些地方使用，而您的连接并非来自这些地方。'),
    },
    place_mobile: {
      title: draft('无法通过此移动网络使用'),
      detail: draft(
        '您的移动数据传到我们这里时，来自一个不允许使用本服务的地方。如果使用的是该地运营商的 SIM 卡，无论您身在何处都会如此。',
      ),
    },
    place_unknown: {
      title: draft('无法确定您所在的地区'),
      detail: draft('本服务是否可用取决于地区，而您的连接来自哪个地区尚不清楚。'),
    },
    place_ambiguous: {
      title: draft('无法足够准确地确定您所在的地区'),
      detail: draft(
        '您的连接所在的国家或地区有一部分不允许使用本服务，而您的连接来自该国家或地区的哪一部分尚不清楚。',
      ),
    },
    place_unproven: {
      title: draft('无法充分确认您的位置'),
      detail: draft('本服务的这一部分需要更确切地知道连接来自何处。'),
    },
    place_impossible: {
      title: draft('无法确认您所在的地区'),
      detail: draft('有关您的连接的已知信息相互矛盾。'),
    },
    place_not_served: {
      title: draft('未在您所在的地区提供服务'),
      detail: draft('本服务将各地区的数据分开存放，而您所在的地区没有对应的存放地点。'),
    },
    hosting_person: {
      title: draft('您的连接来自主机托管网络'),
      detail: draft(
        '该 IP 地址属于数据中心或云服务。对个人而言，这通常意味着使用了 VPN，或者经过了工作单位的网关。',
      ),
    },
    hosting_program: {
      title: draft('此连接来自主机托管网络'),
      detail: draft('该 IP 地址属于数据中心或云服务，并且没有任何信息表明这是谁的服务器。'),
    },
    vpn: {
      title: draft('您的连接经过 VPN'),
      detail: draft('该 IP 地址属于某个 VPN 服务，因此无法判断您身在何处。'),
    },
    proxy: {
      title: draft('您的连接经过代理'),
      detail: draft('该 IP 地址属于某个代理服务，因此无法判断您身在何处。'),
    },
    tor: {
      title: draft('您的连接经过 Tor'),
      detail: draft('无法判断 Tor 连接的起点。'),
    },
    privacy_relay: {
      title: draft('您的连接经过隐私中继'),
      detail: draft('本服务的这一部分不能通过隐私中继使用。'),
    },
    edge_worker: {
      title: draft('此连接经过某人部署的边缘程序'),
      detail: draft('该请求由内容分发网络上的程序转发，因此无法判断是谁发送的。'),
    },
    network_unknown: {
      title: draft('无法识别您的连接'),
      detail: draft('关于您的连接所经过的网络，已知信息太少。'),
    },
    policy_denied: {
      title: draft('不允许'),
      detail: draft('本服务的规则不允许此请求。'),
    },
    key_shared: {
      title: draft('此 API 密钥似乎被多人共用'),
      detail: draft('使用此密钥的人数或地点之多，超出了单个持有者使用时的情形。'),
    },
    key_travel: {
      title: draft('此 API 密钥的使用地点相距过远'),
      detail: draft('此密钥曾在不同地点使用，而没有人能在这段时间内从一地到达另一地。'),
    },
    key_cluster: {
      title: draft('此 API 密钥与许多其他密钥一起使用'),
      detail: draft('此密钥与其他账号的许多密钥在同一地点使用。'),
    },
    key_surge: {
      title: draft('此 API 密钥的使用突然增多'),
      detail: draft('此密钥目前的使用方式与以往不符。'),
    },
    key_exposed: {
      title: draft('此 API 密钥已被他人知晓'),
      detail: draft('此密钥已在他人可以读取的地方被发现，因此不再被接受。'),
    },
    account_card: {
      title: draft('支付卡与您所在的地区不符'),
      detail: draft('此账号所用支付卡的发卡国家或地区，与您的连接所来自的国家或地区不同。'),
    },
    account_phone: {
      title: draft('电话号码与您所在的地区不符'),
      detail: draft('此账号的电话号码所属的国家或地区，与您的连接所来自的国家或地区不同。'),
    },
    account_ownership: {
      title: draft('此账号不得使用本服务'),
      detail: draft('根据有关此账号所有者的已知信息，不允许此账号使用本服务。'),
    },
    account_conflict: {
      title: draft('账号与您所在的地区不符'),
      detail: draft('有关此账号的已知信息与您的连接来源不一致。'),
    },
    session_required: {
      title: draft('需要会话'),
      detail: draft('此操作需要会话令牌，而该请求未携带。'),
    },
    session_expired: {
      title: draft('会话已过期'),
      detail: draft('会话令牌已超过有效期。'),
    },
    session_ended: {
      title: draft('会话已结束'),
      detail: draft('该会话已在此处结束，或已由服务方结束。'),
    },
    session_invalid: {
      title: draft('会话无效'),
      detail: draft('该会话令牌不是本服务的令牌。'),
    },
    session_proof: {
      title: draft('需要持有证明'),
      detail: draft('会话令牌与密钥或证书绑定，而该请求未证明其发送者持有该密钥或证书。'),
    },
    session_unbound: {
      title: draft('需要与密钥绑定的会话'),
      detail: draft('此操作需要与客户端的密钥或证书绑定的会话令牌，而所发送的令牌未绑定。'),
    },
    session_other_country: {
      title: draft('会话来自其他国家或地区'),
      detail: draft('该会话令牌签发时，连接来自其他国家或地区。'),
    },
    session_other_network: {
      title: draft('会话来自其他网络'),
      detail: draft('该会话令牌签发时，连接经过的是另一类网络。'),
    },
    session_other_client: {
      title: draft('会话属于其他客户端'),
      detail: draft('该会话令牌与另一个客户端绑定。'),
    },
    session_cross_site: {
      title: draft('并非来自本网站'),
      detail: draft('此操作只能由本服务的页面进行，而该请求没有表明它来自这样的页面。'),
    },
  },
  steps: {
    contact: draft('如果您认为判断有误，请联系客服并提供参考编号。'),
    vpn_off: draft('请关闭所有 VPN 或代理，然后重试。'),
    work_network: draft(
      '在工作单位或学校，我们看到的可能是那里的网关：请换一个网络再试，或咨询您的 IT 部门。',
    ),
    identify_server: draft(
      '如果是您的服务器在调用本服务，请在请求中带上其 API 密钥，或请客服对其网络进行识别登记。',
    ),
    without_tor: draft('请在不使用 Tor 的情况下打开本服务并重试。'),
    relay_off: draft('请为本网站关闭隐私中继，然后重试。'),
    connect_directly: draft('请直接连接，然后重试。'),
    other_network: draft('请换一个网络重试。'),
    use_wifi: draft('请使用您所在地的 Wi-Fi 代替移动数据，然后重试。'),
    home_connection: draft('请使用家庭网络或移动网络重试。'),
    tell_city: draft('如果情况一直如此，请将参考编号、您所在的城市和您的网络运营商告知客服。'),
    try_later: draft('请稍后重试。'),
    wait_a_minute: draft('请等待一分钟后重试。'),
    new_session: draft('请申请新的会话，然后重试。'),
    fresh_proof: draft('请在 Cordon-DPoP 中发送新的证明；如果有 Cordon-DPoP-Nonce，请使用其中的 nonce。'),
    bound_session: draft('请在 Cordon-DPoP 中附上证明来申请会话，并随每个请求发送新的证明。'),
    open_service: draft('请打开本服务的页面，然后重试。程序请通过 Cordon-Session 提交令牌。'),
    replace_key: draft('请创建新密钥，删除旧密钥，并且不要让他人知道新密钥。'),
    own_key: draft('请使用您自己的密钥，不要交给任何人。'),
    check_account: draft('请检查您账号中的支付卡、电话号码和地址。'),
    plain_path: draft('请发送不含连续斜杠、点段、反斜杠、分号或多余转义的路径。'),
    documented_host: draft('请使用文档中的主机名。'),
    documented_method: draft('请使用文档中列出的方法。'),
    without_content: draft('请发送不带内容的请求，或改用其他方法。'),
    members_once: draft('每个字段请只发送一次，并使用 UTF-8 编码。'),
  },
  labels: {
    reference: draft('参考编号'),
    support: draft('联系客服'),
    unreviewed: draft('此译文尚未经人工审校，以英文文本为准。'),
    next_steps: draft('您可以怎么做'),
    what_we_saw: draft('我们看到的信息'),
    reason: draft('原因'),
    legal_basis: draft('法律依据'),
    appeal: draft('告诉我们这是误判'),
    place: draft('地点'),
    network: draft('网络类型'),
    operator: draft('网络运营商'),
    address: draft('IP 地址'),
    tls: draft('加密'),
    latency: draft('延迟'),
    time_zone: draft('时区'),
    session: draft('会话'),
    unknown: draft('未知'),
    none: draft('无'),
    whoami_title: draft('本服务看到的有关您连接的信息'),
    whoami_intro: draft('以下是您的连接自身透露的信息，以及现在会对它作出的判定。'),
    verdict_for: draft('对以下路径的判定：'),
    verdict_allow: draft('允许'),
    verdict_limit: draft('允许，但有限制'),
    verdict_challenge: draft('需要更多证明'),
    verdict_deny: draft('拒绝'),
    not_enforced: draft('目前并未强制执行此判定：该请求会被放行。'),
    content_decides: draft('请求的内容也会影响判定，而此处并未检查内容。'),
    valid_until: draft('有效期至'),
    appeal_title: draft('告诉我们这次拒绝是误判'),
    appeal_intro: draft('会有工作人员查看。结果不会自动改变。'),
    appeal_message: draft('发生了什么？您在哪里，通过什么方式连接？'),
    appeal_contact: draft('我们如何联系您？（选填）'),
    appeal_privacy: draft('您的留言最多保留 30 天。'),
    appeal_send: draft('发送'),
    appeal_received_title: draft('谢谢您'),
    appeal_received: draft('您的留言已送达。请保留参考编号，以便联系客服时使用。'),
    appeal_not_taken_title: draft('留言未被接收'),
    appeal_not_taken: draft('参考编号缺失或有误，或者目前留言过多。请联系客服。'),
  },
  classes: {
    residential: draft('家庭'),
    mobile: draft('移动网络'),
    satellite: draft('卫星'),
    business: draft('企业'),
    education: draft('学校或大学'),
    hosting: draft('数据中心或云服务'),
    vpn: draft('VPN'),
    proxy: draft('代理'),
    tor: draft('Tor'),
    privacy_relay: draft('隐私中继'),
    corporate_gateway: draft('公司网关'),
    edge_worker: draft('边缘程序'),
    crawler: draft('网络爬虫'),
    operator_allowed: draft('本服务已允许'),
    unknown: draft('未知'),
  },
}
