import { draft, type Locale } from '../locale.ts'

export const tr: Locale = {
  stories: {
    request_path: {
      title: draft('Bu isteğin adresi belirsiz'),
      detail: draft('Yol birden fazla şekilde okunabiliyor ya da çok uzun, bu yüzden istek iletilmedi.'),
    },
    request_host: {
      title: draft('Bilinmeyen sunucu adı'),
      detail: draft('Bu istekte belirtilen sunucu adına burada hizmet verilmiyor.'),
    },
    request_method: {
      title: draft('Desteklenmeyen yöntem'),
      detail: draft('Bu yöntemi kullanan istekler iletilmiyor.'),
    },
    request_body: {
      title: draft('Beklenmeyen içerik'),
      detail: draft('Bu yöntemi kullanan bir istekte içerik olmaz, bu istekte ise vardı.'),
    },
    request_ambiguous: {
      title: draft('Belirsiz içerik'),
      detail: draft('Bu isteğin içeriği birden fazla şekilde okunabiliyor, bu yüzden istek iletilmedi.'),
    },
    too_many_requests: {
      title: draft('Çok fazla istek'),
      detail: draft('Kısa süre içinde bu türden çok fazla istek geldi.'),
    },
    service_fault: {
      title: draft('Hizmet kullanılamıyor'),
      detail: draft('Bu, sizden değil bizden kaynaklanan bir hatadır. İstekler şu anda denetlenemiyor.'),
    },
    origin_unreachable: {
      title: draft('Hizmet kullanılamıyor'),
      detail: draft('Bu, sizden değil bizden kaynaklanan bir hatadır. Hizmete ulaşılamadı.'),
    },
    origin_invalid: {
      title: draft('Hatalı yanıt'),
      detail: draft(
        'Bu, sizden değil bizden kaynaklanan bir hatadır. Hizmet, iletilemeyecek bir yanıt verdi.',
      ),
    },
    origin_slow: {
      title: draft('Zamanında yanıt alınamadı'),
      detail: draft('Bu, sizden değil bizden kaynaklanan bir hatadır. Hizmet zamanında yanıt vermedi.'),
    },
    place_restricted: {
      title: draft('Bölgenizde kullanılamıyor'),
      detail: draft('Bu hizmet, bağlantınızın geldiği yerden kullanılamaz.'),
    },
    place_not_allowed: {
      title: draft('Bölgenizde kullanılamıyor'),
      detail: draft(
        'Bu hizmet yalnızca belirli yerlerden kullanılabilir; bağlantınız ise başka bir yerden geliyor.',
      ),
    },
    place_mobile: {
      title: draft('Bu mobil ağ üzerinden kullanılamıyor'),
      detail: draft(
        'Mobil verileriniz bize, bu hizmetin kullanılamayacağı bir yerden ulaşıyor. Oradaki bir operatörün SIM kartıyla, nerede olursanız olun bu böyledir.',
      ),
    },
    place_unknown: {
      title: draft('Bölgeniz belirlenemedi'),
      detail: draft('Bu hizmetin kullanımı bölgeye bağlıdır ve bağlantınızın bölgesi bilinmiyor.'),
    },
    place_ambiguous: {
      title: draft('Bölgeniz yeterince kesin belirlenemedi'),
      detail: draft(
        'Bu hizmet ülkenin bir bölümünden kullanılamaz ve bağlantınızın hangi bölümden geldiği bilinmiyor.',
      ),
    },
    place_unproven: {
      title: draft('Konumunuz yeterince doğrulanamadı'),
      detail: draft('Hizmetin bu bölümü için bağlantının nereden geldiği daha kesin bilinmelidir.'),
    },
    place_impossible: {
      title: draft('Bölgeniz doğrulanamadı'),
      detail: draft('Bağlantınız hakkında bilinenler birbiriyle uyuşmuyor.'),
    },
    place_not_served: {
      title: draft('Bölgenizde hizmet verilmiyor'),
      detail: draft(
        'Bu hizmet her bölgenin verilerini ayrı tutuyor ve sizin bölgeniz için bir veri konumu yok.',
      ),
    },
    hosting_person: {
      title: draft('Bağlantınız bir barındırma ağından geliyor'),
      detail: draft(
        'Adres bir veri merkezine veya buluta ait. Bireysel kullanıcılarda bu genellikle bir VPN ya da iş yerindeki bir ağ geçidi demektir.',
      ),
    },
    hosting_program: {
      title: draft('Bu bağlantı bir barındırma ağından geliyor'),
      detail: draft(
        'Adres bir veri merkezine veya buluta ait ve sunucunun kime ait olduğunu gösteren bir şey yok.',
      ),
    },
    vpn: {
      title: draft('Bağlantınız bir VPN üzerinden geliyor'),
      detail: draft('Adres bir VPN hizmetine ait, bu yüzden nerede olduğunuz anlaşılamıyor.'),
    },
    proxy: {
      title: draft('Bağlantınız bir proxy üzerinden geliyor'),
      detail: draft('Adres bir proxy hizmetine ait, bu yüzden nerede olduğunuz anlaşılamıyor.'),
    },
    tor: {
      title: draft('Bağlantınız Tor üzerinden geliyor'),
      detail: draft('Bir Tor bağlantısının nerede başladığı anlaşılamaz.'),
    },
    privacy_relay: {
      title: draft('Bağlantınız bir özel geçiş hizmeti üzerinden geliyor'),
      detail: draft('Hizmetin bu bölümü özel geçiş üzerinden kullanılamaz.'),
    },
    edge_worker: {
      title: draft('Bu bağlantı, birinin içerik dağıtım ağındaki programı üzerinden geliyor'),
      detail: draft(
        'İstek, içerik dağıtım ağındaki bir program tarafından aktarıldı, bu yüzden kimin gönderdiği anlaşılamıyor.',
      ),
    },
    network_unknown: {
      title: draft('Bağlantınız tanınamadı'),
      detail: draft('Bağlantınızın geçtiği ağ hakkında çok az şey biliniyor.'),
    },
    policy_denied: {
      title: draft('İzin verilmiyor'),
      detail: draft('Bu hizmetin kuralları bu isteğe izin vermiyor.'),
    },
    key_shared: {
      title: draft('Bu API anahtarı paylaşılıyor gibi görünüyor'),
      detail: draft(
        'Anahtar, tek bir sahipten beklenenden daha fazla kişi tarafından veya daha fazla yerden kullanılıyor.',
      ),
    },
    key_travel: {
      title: draft('Bu API anahtarı birbirine çok uzak yerlerde kullanılıyor'),
      detail: draft('Anahtar, aralarında o sürede kimsenin yolculuk edemeyeceği yerlerde kullanıldı.'),
    },
    key_cluster: {
      title: draft('Bu API anahtarı birçok başka anahtarla birlikte kullanılıyor'),
      detail: draft('Anahtar, başka hesaplara ait birçok anahtarla aynı yerden kullanılıyor.'),
    },
    key_surge: {
      title: draft('Bu API anahtarının kullanımı aniden arttı'),
      detail: draft('Anahtarın kullanılma şekli önceki kullanımına uymuyor.'),
    },
    key_exposed: {
      title: draft('Bu API anahtarını artık başkaları da biliyor'),
      detail: draft(
        'Anahtar, başkalarının okuyabileceği bir yerde bulundu, bu yüzden artık kabul edilmiyor.',
      ),
    },
    account_card: {
      title: draft('Ödeme kartı bölgenizle uyuşmuyor'),
      detail: draft('Bu hesabın kartı, bağlantınızın geldiği ülkeden farklı bir ülkede verilmiş.'),
    },
    account_phone: {
      title: draft('Telefon numarası bölgenizle uyuşmuyor'),
      detail: draft('Bu hesabın telefon numarası, bağlantınızın geldiği ülkeden farklı bir ülkeye ait.'),
    },
    account_ownership: {
      title: draft('Bu hesap bu hizmeti kullanamaz'),
      detail: draft('Bu hesabın sahipleri hakkında bilinenler buna izin vermiyor.'),
    },
    account_conflict: {
      title: draft('Hesap bölgenizle uyuşmuyor'),
      detail: draft('Bu hesap hakkında bilinenler, bağlantınızın geldiği yerle uyuşmuyor.'),
    },
    session_required: {
      title: draft('Oturum gerekli'),
      detail: draft('Bunun için bir oturum belirteci gerekiyor, ancak istekte yok.'),
    },
    session_expired: {
      title: draft('Oturumun süresi doldu'),
      detail: draft('Oturum belirtecinin geçerlilik süresi doldu.'),
    },
    session_ended: {
      title: draft('Oturum sonlandırıldı'),
      detail: draft('Oturum burada veya hizmet tarafından sonlandırıldı.'),
    },
    session_invalid: {
      title: draft('Oturum geçersiz'),
      detail: draft('Bu oturum belirteci bu hizmete ait değil.'),
    },
    session_proof: {
      title: draft('Sahiplik kanıtı gerekli'),
      detail: draft(
        'Oturum belirteci bir anahtara veya sertifikaya bağlı, ancak bu istek, göndericinin buna sahip olduğunu kanıtlamıyor.',
      ),
    },
    session_unbound: {
      title: draft('Anahtara bağlı oturum gerekli'),
      detail: draft(
        'Bunun için istemcinin bir anahtarına veya sertifikasına bağlı bir oturum belirteci gerekiyor, ancak gönderilen belirteç böyle değil.',
      ),
    },
    session_other_country: {
      title: draft('Oturum başka bir ülkeye ait'),
      detail: draft('Oturum belirteci başka bir ülkeden gelen bir bağlantıya verildi.'),
    },
    session_other_network: {
      title: draft('Oturum başka bir ağa ait'),
      detail: draft('Oturum belirteci başka türde bir ağdan gelen bir bağlantıya verildi.'),
    },
    session_other_client: {
      title: draft('Oturum başka bir istemciye ait'),
      detail: draft('Oturum belirteci başka bir istemciye bağlı.'),
    },
    session_cross_site: {
      title: draft('İstek bu siteden gelmiyor'),
      detail: draft(
        'Bunu yalnızca bu hizmetin bir sayfası yapabilir ve istek böyle bir sayfadan geldiğini belirtmiyor.',
      ),
    },
  },
  steps: {
    contact: draft(
      'Bunun bir hata olduğunu düşünüyorsanız destek ekibine başvurun ve referans kodunu verin.',
    ),
    vpn_off: draft('Kullandığınız VPN veya proxy varsa kapatıp yeniden deneyin.'),
    work_network: draft(
      'İş yerinde veya okuldaysanız oradaki ağ geçidini görüyor olabiliriz: başka bir ağı deneyin ya da bilgi işlem birimine danışın.',
    ),
    identify_server: draft(
      'Bu hizmeti bir sunucunuz çağırıyorsa istekle birlikte o sunucunun API anahtarını gönderin ya da destek ekibinden sunucunun ağının tanımlanmasını isteyin.',
    ),
    without_tor: draft('Bu hizmeti Tor olmadan açıp yeniden deneyin.'),
    relay_off: draft('Bu site için özel geçişi kapatıp yeniden deneyin.'),
    connect_directly: draft('Doğrudan bağlanıp yeniden deneyin.'),
    other_network: draft('Başka bir ağdan yeniden deneyin.'),
    use_wifi: draft('Mobil veri yerine bulunduğunuz yerdeki Wi-Fi ağını kullanıp yeniden deneyin.'),
    home_connection: draft('Bir ev veya mobil internet bağlantısından yeniden deneyin.'),
    tell_city: draft(
      'Durum değişmezse destek ekibine referans kodunu, şehrinizi ve internet sağlayıcınızı bildirin.',
    ),
    try_later: draft('Daha sonra yeniden deneyin.'),
    wait_a_minute: draft('Bir dakika bekleyip yeniden deneyin.'),
    new_session: draft('Yeni bir oturum isteyip yeniden deneyin.'),
    fresh_proof: draft(
      'Cordon-DPoP içinde yeni bir kanıt gönderin; varsa Cordon-DPoP-Nonce içindeki nonce değerini kullanın.',
    ),
    bound_session: draft(
      'Cordon-DPoP içinde bir kanıtla oturum isteyin ve her istekle birlikte yeni bir kanıt gönderin.',
    ),
    open_service: draft(
      'Hizmetin kendisini açıp yeniden deneyin. Programlar belirteçlerini Cordon-Session içinde sunar.',
    ),
    replace_key: draft('Yeni bir anahtar oluşturun, eskisini silin ve yenisini kimseyle paylaşmayın.'),
    own_key: draft('Kendinize ait bir anahtar kullanın ve onu kimseye vermeyin.'),
    check_account: draft('Hesabınızdaki kartı, telefon numarasını ve adresi kontrol edin.'),
    plain_path: draft(
      'Yolu çift eğik çizgi, nokta bölümleri, ters eğik çizgi, noktalı virgül ve gereksiz karakter kodlaması olmadan gönderin.',
    ),
    documented_host: draft('Belgelerdeki sunucu adını kullanın.'),
    documented_method: draft('Belgelerde yer alan yöntemlerden birini kullanın.'),
    without_content: draft('İsteği içerik olmadan veya başka bir yöntemle gönderin.'),
    members_once: draft('Her alanı yalnızca bir kez ve UTF-8 olarak gönderin.'),
  },
  labels: {
    reference: draft('Referans kodu'),
    support: draft('Destek ekibine başvurun'),
    unreviewed: draft(
      'Bu çeviri henüz bir insan tarafından gözden geçirilmedi. İngilizce metin esas alınır.',
    ),
    next_steps: draft('Yapabilecekleriniz'),
    what_we_saw: draft('Gördüklerimiz'),
    reason: draft('Neden'),
    legal_basis: draft('Hukuki dayanak'),
    appeal: draft('Bunun bir hata olduğunu bildirin'),
    place: draft('Konum'),
    network: draft('Ağ türü'),
    operator: draft('Ağ işletmecisi'),
    address: draft('Adres'),
    tls: draft('Şifreleme'),
    latency: draft('Gecikme'),
    time_zone: draft('Saat dilimi'),
    session: draft('Oturum'),
    unknown: draft('bilinmiyor'),
    none: draft('yok'),
    whoami_title: draft('Bu hizmetin bağlantınız hakkında gördükleri'),
    whoami_intro: draft(
      'Aşağıda bağlantınızın kendisi hakkında söyledikleri ve şu anda verilecek karar yer alıyor.',
    ),
    verdict_for: draft('Şunun için karar:'),
    verdict_allow: draft('izin verildi'),
    verdict_limit: draft('sınırlamalarla izin verildi'),
    verdict_challenge: draft('ek doğrulama gerekli'),
    verdict_deny: draft('reddedildi'),
    not_enforced: draft('Bu karar şu anda uygulanmıyor: istek geçerdi.'),
    content_decides: draft('İsteğin içeriği de kararı etkiler ve burada incelenmedi.'),
    valid_until: draft('geçerlilik sonu:'),
    appeal_title: draft('Bu reddin bir hata olduğunu bildirin'),
    appeal_intro: draft('Mesajınızı bir insan inceler. Hiçbir şey kendiliğinden değişmez.'),
    appeal_message: draft('Ne oldu? Neredesiniz ve internete nasıl bağlanıyorsunuz?'),
    appeal_contact: draft('Size nasıl ulaşabiliriz? (isteğe bağlı)'),
    appeal_privacy: draft('Mesajınız en fazla 30 gün saklanır.'),
    appeal_send: draft('Gönder'),
    appeal_received_title: draft('Teşekkür ederiz'),
    appeal_received: draft(
      'Mesajınız ulaştı. Destek ekibine başvururken kullanmak üzere referans kodunu saklayın.',
    ),
    appeal_not_taken_title: draft('Mesaj alınmadı'),
    appeal_not_taken: draft(
      'Referans kodu eksik veya yanlış ya da şu anda çok fazla mesaj var. Destek ekibine başvurun.',
    ),
  },
  classes: {
    residential: draft('ev'),
    mobile: draft('mobil'),
    satellite: draft('uydu'),
    business: draft('iş yeri'),
    education: draft('okul veya üniversite'),
    hosting: draft('veri merkezi veya bulut'),
    vpn: draft('VPN'),
    proxy: draft('proxy'),
    tor: draft('Tor'),
    privacy_relay: draft('özel geçiş'),
    corporate_gateway: draft('şirket ağ geçidi'),
    edge_worker: draft('içerik dağıtım ağındaki program'),
    crawler: draft('arama robotu'),
    operator_allowed: draft('bu hizmetin izin verdiği ağ'),
    unknown: draft('bilinmiyor'),
  },
}
