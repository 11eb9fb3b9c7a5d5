import { draft, type Locale } from '../locale.ts'

export const pt: Locale = {
  stories: {
    request_path: {
      title: draft('O endereço desta solicitação é ambíguo'),
      detail: draft(
        'O caminho pode ser lido de mais de uma maneira ou é longo demais; por isso, a solicitação não foi encaminhada.',
      ),
    },
    request_host: {
      title: draft('Host desconhecido'),
      detail: draft('O host indicado nesta solicitação não é atendido aqui.'),
    },
    request_method: {
      title: draft('Método não aceito'),
      detail: draft('O método desta solicitação não é encaminhado.'),
    },
    request_body: {
      title: draft('Conteúdo inesperado'),
      detail: draft('Uma solicitação com este método não tem conteúdo, mas esta tinha.'),
    },
    request_ambiguous: {
      title: draft('Conteúdo ambíguo'),
      detail: draft(
        'O conteúdo desta solicitação pode ser lido de mais de uma maneira; por isso, ela não foi encaminhada.',
      ),
    },
    too_many_requests: {
      title: draft('Excesso de solicitações'),
      detail: draft('Isto foi solicitado vezes demais em pouco tempo.'),
    },
    service_fault: {
      title: draft('Serviço indisponível'),
      detail: draft('A falha é nossa, não sua. No momento, não é possível verificar as solicitações.'),
    },
    origin_unreachable: {
      title: draft('Serviço indisponível'),
      detail: draft('A falha é nossa, não sua. Não foi possível contatar o serviço.'),
    },
    origin_invalid: {
      title: draft('Resposta incorreta'),
      detail: draft('A falha é nossa, não sua. O serviço deu uma resposta que não pode ser repassada.'),
    },
    origin_slow: {
      title: draft('Sem resposta a tempo'),
      detail: draft('A falha é nossa, não sua. O serviço não respondeu a tempo.'),
    },
    place_restricted: {
      title: draft('Não disponível na sua região'),
      detail: draft('Este serviço não pode ser usado a partir do local de onde vem a sua conexão.'),
    },
    place_not_allowed: {
      title: draft('Não disponível na sua região'),
      detail: draft(
        'Este serviço só pode ser usado a partir de certos locais, e a sua conexão vem de outro.',
      ),
    },
    place_mobile: {
      title: draft('Não disponível por esta rede móvel'),
      detail: draft(
        'Os seus dados móveis chegam até nós a partir de um local de onde este serviço não pode ser usado. Com um cartão SIM de uma operadora desse local, isso acontece onde quer que você esteja.',
      ),
    },
    place_unknown: {
      title: draft('Não foi possível determinar a sua região'),
      detail: draft('Este serviço depende da região, e a região da sua conexão não é conhecida.'),
    },
    place_ambiguous: {
      title: draft('Não foi possível determinar a sua região com precisão suficiente'),
      detail: draft(
        'Este serviço não pode ser usado a partir de uma parte do país, e não se sabe de que parte vem a sua conexão.',
      ),
    },
    place_unproven: {
      title: draft('Não foi possível confirmar a sua localização com certeza suficiente'),
      detail: draft('Esta parte do serviço precisa saber com mais certeza de onde vem uma conexão.'),
    },
    place_impossible: {
      title: draft('Não foi possível confirmar a sua região'),
      detail: draft('As informações conhecidas sobre a sua conexão não são coerentes entre si.'),
    },
    place_not_served: {
      title: draft('Serviço não oferecido na sua região'),
      detail: draft(
        'Este serviço mantém separados os dados de cada região e não dispõe de um local para os da sua.',
      ),
    },
    hosting_person: {
      title: draft('A sua conexão vem de uma rede de hospedagem de servidores'),
      detail: draft(
        'O endereço pertence a um centro de dados ou a uma nuvem. No caso de uma pessoa, isso geralmente significa uma VPN ou um gateway no trabalho.',
      ),
    },
    hosting_program: {
      title: draft('Esta conexão vem de uma rede de hospedagem de servidores'),
      detail: draft(
        'O endereço pertence a um centro de dados ou a uma nuvem, e nada indica de quem é este servidor.',
      ),
    },
    vpn: {
      title: draft('A sua conexão passa por uma VPN'),
      detail: draft(
        'O endereço pertence a um serviço de VPN; por isso, não é possível saber onde você está.',
      ),
    },
    proxy: {
      title: draft('A sua conexão passa por um proxy'),
      detail: draft(
        'O endereço pertence a um serviço de proxy; por isso, não é possível saber onde você está.',
      ),
    },
    tor: {
      title: draft('A sua conexão passa pelo Tor'),
      detail: draft('Não é possível saber onde começa uma conexão Tor.'),
    },
    privacy_relay: {
      title: draft('A sua conexão passa por uma retransmissão privada'),
      detail: draft('Esta parte do serviço não está disponível através de uma retransmissão privada.'),
    },
    edge_worker: {
      title: draft('Esta conexão passa por um programa de terceiros na borda da rede'),
      detail: draft(
        'A solicitação foi retransmitida por um programa em uma rede de distribuição de conteúdo; por isso, não é possível saber quem a enviou.',
      ),
    },
    network_unknown: {
      title: draft('Não foi possível identificar a sua conexão'),
      detail: draft('Sabe-se pouco demais sobre a rede pela qual passa a sua conexão.'),
    },
    policy_denied: {
      title: draft('Não permitido'),
      detail: draft('As regras deste serviço não permitem esta solicitação.'),
    },
    key_shared: {
      title: draft('Esta chave de API parece ser compartilhada'),
      detail: draft(
        'A chave é usada por mais pessoas, ou a partir de mais locais, do que seria de esperar de um único titular.',
      ),
    },
    key_travel: {
      title: draft('Esta chave de API é usada em locais distantes demais entre si'),
      detail: draft('A chave foi usada em locais entre os quais ninguém poderia ter viajado nesse tempo.'),
    },
    key_cluster: {
      title: draft('Esta chave de API é usada junto com muitas outras'),
      detail: draft('A chave é usada a partir do mesmo local que muitas chaves de outras contas.'),
    },
    key_surge: {
      title: draft('O uso desta chave de API aumentou de repente'),
      detail: draft('A chave é usada de um modo que não corresponde ao uso anterior.'),
    },
    key_exposed: {
      title: draft('Esta chave de API ficou conhecida por outras pessoas'),
      detail: draft('A chave foi encontrada onde outros podem lê-la; por isso, ela não é mais aceita.'),
    },
    account_card: {
      title: draft('O cartão de pagamento não corresponde à sua região'),
      detail: draft(
        'O cartão desta conta foi emitido em um país diferente daquele de onde vem a sua conexão.',
      ),
    },
    account_phone: {
      title: draft('O número de telefone não corresponde à sua região'),
      detail: draft('O número de telefone desta conta é de um país diferente do da sua conexão.'),
    },
    account_ownership: {
      title: draft('Esta conta não pode usar este serviço'),
      detail: draft('O que se sabe sobre os proprietários desta conta não permite isso.'),
    },
    account_conflict: {
      title: draft('A conta não corresponde à sua região'),
      detail: draft('O que se sabe sobre esta conta não condiz com o local de onde vem a sua conexão.'),
    },
    session_required: {
      title: draft('Sessão necessária'),
      detail: draft('Isto exige um token de sessão, e a solicitação não traz nenhum.'),
    },
    session_expired: {
      title: draft('Sessão expirada'),
      detail: draft('O prazo de validade do token de sessão terminou.'),
    },
    session_ended: {
      title: draft('Sessão encerrada'),
      detail: draft('A sessão foi encerrada, aqui ou pelo serviço.'),
    },
    session_invalid: {
      title: draft('Sessão inválida'),
      detail: draft('O token de sessão não é deste serviço.'),
    },
    session_proof: {
      title: draft('Prova de posse necessária'),
      detail: draft(
        'O token de sessão está vinculado a uma chave ou a um certificado, e esta solicitação não prova que o remetente o possui.',
      ),
    },
    session_unbound: {
      title: draft('Sessão vinculada a uma chave necessária'),
      detail: draft(
        'Isto exige um token de sessão vinculado a uma chave ou a um certificado do cliente, e o que foi enviado não está.',
      ),
    },
    session_other_country: {
      title: draft('Sessão de outro país'),
      detail: draft('O token de sessão foi emitido para uma conexão de outro país.'),
    },
    session_other_network: {
      title: draft('Sessão de outra rede'),
      detail: draft('O token de sessão foi emitido para uma conexão através de outro tipo de rede.'),
    },
    session_other_client: {
      title: draft('Sessão de outro cliente'),
      detail: draft('O token de sessão está vinculado a outro cliente.'),
    },
    session_cross_site: {
      title: draft('A solicitação não vem deste site'),
      detail: draft(
        'Isto só pode ser feito por uma página deste serviço, e a solicitação não indica que vem de uma.',
      ),
    },
  },
  steps: {
    contact: draft(
      'Se você acha que se trata de um erro, fale com o suporte e informe o código de referência.',
    ),
    vpn_off: draft('Desative qualquer VPN ou proxy e tente novamente.'),
    work_network: draft(
      'No trabalho ou na escola, talvez estejamos vendo o gateway dessa rede: tente outra rede ou pergunte ao departamento de TI.',
    ),
    identify_server: draft(
      'Se um servidor seu usa este serviço, envie a chave de API dele com a solicitação ou peça ao suporte que a rede dele seja identificada.',
    ),
    without_tor: draft('Abra este serviço sem o Tor e tente novamente.'),
    relay_off: draft('Desative a retransmissão privada para este site e tente novamente.'),
    connect_directly: draft('Conecte-se diretamente e tente novamente.'),
    other_network: draft('Tente novamente a partir de outra rede.'),
    use_wifi: draft('Use uma rede Wi-Fi local em vez de dados móveis e tente novamente.'),
    home_connection: draft('Tente novamente a partir de uma conexão doméstica ou móvel.'),
    tell_city: draft(
      'Se continuar assim, informe ao suporte o código de referência, a sua cidade e o seu provedor de internet.',
    ),
    try_later: draft('Tente novamente mais tarde.'),
    wait_a_minute: draft('Espere um minuto e tente novamente.'),
    new_session: draft('Solicite uma nova sessão e tente novamente.'),
    fresh_proof: draft('Envie uma nova prova em Cordon-DPoP, com o nonce de Cordon-DPoP-Nonce, se houver.'),
    bound_session: draft(
      'Solicite uma sessão com uma prova em Cordon-DPoP e envie uma nova prova com cada solicitação.',
    ),
    open_service: draft(
      'Abra diretamente o serviço e tente novamente. Os programas apresentam o seu token em Cordon-Session.',
    ),
    replace_key: draft('Crie uma nova chave, exclua a antiga e guarde a nova só para você.'),
    own_key: draft('Use a sua própria chave e não a passe a ninguém.'),
    check_account: draft('Verifique o cartão, o número de telefone e o endereço da sua conta.'),
    plain_path: draft(
      'Envie o caminho sem barras duplas, segmentos “.” ou “..”, barras invertidas, ponto e vírgula ou sequências de escape desnecessárias.',
    ),
    documented_host: draft('Use o nome de host indicado na documentação.'),
    documented_method: draft('Use um dos métodos documentados.'),
    without_content: draft('Envie a solicitação sem conteúdo ou com outro método.'),
    members_once: draft('Envie cada campo uma única vez, em UTF-8.'),
  },
  labels: {
    reference: draft('Código de referência'),
    support: draft('Falar com o suporte'),
    unreviewed: draft('Esta tradução ainda não foi revisada por uma pessoa. Prevalece o texto em inglês.'),
    next_steps: draft('O que você pode fazer'),
    what_we_saw: draft('O que vimos'),
    reason: draft('Motivo'),
    legal_basis: draft('Base legal'),
    appeal: draft('Informar que isto é um erro'),
    place: draft('Local'),
    network: draft('Tipo de rede'),
    operator: draft('Operadora da rede'),
    address: draft('Endereço'),
    tls: draft('Criptografia'),
    latency: draft('Latência'),
    time_zone: draft('Fuso horário'),
    session: draft('Sessão'),
    unknown: draft('desconhecido'),
    none: draft('nenhuma'),
    whoami_title: draft('O que este serviço vê da sua conexão'),
    whoami_intro: draft(
      'Isto é o que a sua conexão revela sobre si mesma e o que seria decidido agora sobre ela.',
    ),
    verdict_for: draft('Decisão para'),
    verdict_allow: draft('permitido'),
    verdict_limit: draft('permitido, com limites'),
    verdict_challenge: draft('são necessárias mais provas'),
    verdict_deny: draft('recusado'),
    not_enforced: draft('Isto não está sendo aplicado no momento: a solicitação passaria.'),
    content_decides: draft('O conteúdo da solicitação também influencia a decisão e não foi examinado aqui.'),
    valid_until: draft('vale até'),
    appeal_title: draft('Informar que esta recusa é um erro'),
    appeal_intro: draft('Uma pessoa vai analisar. Nada muda automaticamente.'),
    appeal_message: draft('O que aconteceu? Onde você está e como está se conectando?'),
    appeal_contact: draft('Como podemos falar com você? (opcional)'),
    appeal_privacy: draft('A sua mensagem é guardada por, no máximo, 30 dias.'),
    appeal_send: draft('Enviar'),
    appeal_received_title: draft('Obrigado'),
    appeal_received: draft(
      'A sua mensagem chegou. Guarde o código de referência para o caso de falar com o suporte.',
    ),
    appeal_not_taken_title: draft('A mensagem não foi aceita'),
    appeal_not_taken: draft(
      'Falta o código de referência ou ele está errado, ou há mensagens demais no momento. Fale com o suporte.',
    ),
  },
  classes: {
    residential: draft('residencial'),
    mobile: draft('móvel'),
    satellite: draft('satélite'),
    business: draft('empresa'),
    education: draft('escola ou universidade'),
    hosting: draft('centro de dados ou nuvem'),
    vpn: draft('VPN'),
    proxy: draft('proxy'),
    tor: draft('Tor'),
    privacy_relay: draft('retransmissão privada'),
    corporate_gateway: draft('gateway de empresa'),
    edge_worker: draft('programa na borda da rede'),
    crawler: draft('rastreador da web'),
    operator_allowed: draft('permitida por este serviço'),
    unknown: draft('desconhecido'),
  },
}
